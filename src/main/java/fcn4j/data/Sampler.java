package fcn4j.data;

/**
 * The order in which a dataset's samples are drawn: a function of the draw's number alone, so that
 * training can go on at any iteration as if it had never stopped.
 */
public sealed interface Sampler {
  /**
   * The sample of a draw.
   *
   * @param draw 0, 1, 2, …
   */
  int index(long draw);

  /** One after the other, again and again. */
  record Sequential(int size) implements Sampler {
    @Override
    public int index(long draw) {
      return (int) (draw % size);
    }
  }

  /** Every sample once an epoch, in an order of its own each epoch. */
  record Shuffled(int size, long seed) implements Sampler {
    private static final int ROUNDS = 6;

    /**
     * A Feistel cipher over the next even power of two permutes it; numbers outside the range are
     * enciphered again.
     */
    @Override
    public int index(long draw) {
      long epoch = draw / size;
      int halfBits = (Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, size - 1)) + 1) / 2;
      long position = draw % size;
      do {
        position = encipher(position, halfBits, Draws.mix(Draws.mix(seed) + epoch));
      } while (position >= size);
      return (int) position;
    }

    private static long encipher(long value, int halfBits, long key) {
      long mask = (1L << halfBits) - 1;
      long left = value >>> halfBits;
      long right = value & mask;
      for (int round = 0; round < ROUNDS; round++) {
        long next = left ^ (Draws.mix(key + (round << 24) + right * 0x100000001L) & mask);
        left = right;
        right = next;
      }
      return left << halfBits | right;
    }
  }

  /** Any sample each time, as the reference's data layers do (with replacement, no epochs). */
  record WithReplacement(int size, long seed) implements Sampler {
    private static final long STREAM = 0x73616dL;

    @Override
    public int index(long draw) {
      return new Draws(seed ^ STREAM, draw).below(size);
    }
  }
}
