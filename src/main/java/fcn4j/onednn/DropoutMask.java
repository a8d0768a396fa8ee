package fcn4j.onednn;

import fcn4j.op.Dropout;
import fcn4j.op.Philox;
import fcn4j.op.StepState;

/**
 * What {@link Philox} draws for a run of elements, many blocks of four words side by side, in loops
 * that become vector instructions. Unsigned words are held as longs.
 */
final class DropoutMask {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long WORD = 0xFFFF_FFFFL;

  private final long[] words0;
  private final long[] words1;
  private final long[] words2;
  private final long[] words3;

  /** Room for a run of so many elements, wherever it begins. */
  DropoutMask(int elements) {
    int blocks = elements / 4 + 2;
    words0 = new long[blocks];
    words1 = new long[blocks];
    words2 = new long[blocks];
    words3 = new long[blocks];
  }

  /**
   * Sets the factors of elements that follow each other.
   *
   * @param first number of the first element in the order n, c, h, w
   * @param factors gets them, from {@code at} on, {@code step} apart
   */
  void draw(Dropout op, StepState state, long first, int count, float[] factors, int at, int step) {
    long firstBlock = first >> 2;
    int blocks = (int) (((first + count + 3) >> 2) - firstBlock);
    for (int i = 0; i < blocks; i++) {
      words0[i] = (firstBlock + i) & WORD;
      words1[i] = (firstBlock + i) >>> 32;
      words2[i] = state.step() & WORD;
      words3[i] = op.stream() & WORD;
    }
    int key0 = (int) state.seed();
    int key1 = (int) (state.seed() >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      round(blocks, key0 & WORD, key1 & WORD);
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
    int skipped = (int) (first & 3);
    long[][] words = {words0, words1, words2, words3};
    for (int word = 0; word < 4; word++) {
      spread(op, words[word], word - skipped, count, factors, at, step);
    }
  }

  private void round(int blocks, long key0, long key1) {
    long[] w0 = words0;
    long[] w1 = words1;
    long[] w2 = words2;
    long[] w3 = words3;
    for (int i = 0; i < blocks; i++) {
      long product0 = MULTIPLIER_0 * w0[i];
      long product1 = MULTIPLIER_1 * w2[i];
      w0[i] = (product1 >>> 32) ^ w1[i] ^ key0;
      w1[i] = product1 & WORD;
      w2[i] = (product0 >>> 32) ^ w3[i] ^ key1;
      w3[i] = product0 & WORD;
    }
  }

  /** The factors of every fourth element; {@code first} may be negative. */
  private static void spread(
      Dropout op, long[] words, int first, int count, float[] factors, int at, int step) {
    long threshold = Integer.toUnsignedLong(op.threshold());
    float scale = op.keepScale();
    int block = first < 0 ? 1 : 0;
    for (int i = first + 4 * block; i < count; i += 4, block++) {
      factors[at + i * step] = words[block] >= threshold ? scale : 0;
    }
  }
}
