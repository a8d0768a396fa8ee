package fcn4j.data;

/**
 * Random numbers that depend on nothing but a seed and a position: the same on every machine and in
 * every run.
 *
 * <p>Number k of a stream is SplitMix64's finaliser of seed + k * golden ratio.
 */
final class Draws {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final float UNIT = 0x1p-24f;

  private final long key;
  private long position;

  /** A stream of its own for every pair of seed and index. */
  Draws(long seed, long index) {
    this.key = mix(mix(seed) + index * GOLDEN);
  }

  /** SplitMix64's finaliser: a bijection that leaves no pattern. */
  static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The next 64 bits. */
  long bits() {
    return mix(key + position++ * GOLDEN);
  }

  /** A number 0..bound-1; the bias is below bound / 2^32. */
  int below(int bound) {
    return (int) ((bits() >>> 32) * bound >>> 32);
  }

  /** A number from..to, both included. */
  int between(int from, int to) {
    return from + below(to - from + 1);
  }

  /** A number in [0, 1). */
  float unit() {
    return (bits() >>> 40) * UNIT;
  }

  /** A number in [from, to). */
  float between(float from, float to) {
    return from + (to - from) * unit();
  }
}
