package fcn4j.op;

/**
 * The counter-based random generator Philox4x32-10: four random words from a 128-bit counter and a
 * 64-bit key, with no state.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011).
 */
public final class Philox {
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;

  private Philox() {}

  /**
   * Turns a counter into four random words, in place.
   *
   * @param words counter on entry (words 0..3, lowest first), random words on return
   * @param key0 low word of the key
   * @param key1 high word of the key
   */
  public static void randomise(int[] words, int key0, int key1) {
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(words[0]);
      long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(words[2]);
      int word1 = words[1];
      int word3 = words[3];
      words[0] = (int) (product1 >>> 32) ^ word1 ^ key0;
      words[1] = (int) product1;
      words[2] = (int) (product0 >>> 32) ^ word3 ^ key1;
      words[3] = (int) product0;
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
  }

  /**
   * The random word of one element of a stream: word {@code index % 4} of the block with counter
   * (low and high word of index / 4, low word of step, stream) under the key {@code seed}.
   *
   * @param seed the run's seed
   * @param step the training step, counted from 0; its high word is not used
   * @param stream tells independent users apart
   * @param index the element
   */
  public static int word(long seed, long step, int stream, long index) {
    int[] words = block(seed, step, stream, index >>> 2);
    return words[(int) (index & 3)];
  }

  /** The four random words of elements {@code 4*block .. 4*block+3} of a stream. */
  public static int[] block(long seed, long step, int stream, long block) {
    int[] words = {(int) block, (int) (block >>> 32), (int) step, stream};
    randomise(words, (int) seed, (int) (seed >>> 32));
    return words;
  }

  /** Whether dropout keeps an element: its word, unsigned, is at least the op's threshold. */
  public static boolean keeps(Dropout op, StepState state, long index) {
    int word = word(state.seed(), state.step(), op.stream(), index);
    return Integer.compareUnsigned(word, op.threshold()) >= 0;
  }

  /** A number in [0,1) with 24 random bits, from a random word. */
  public static float uniform(int word) {
    return (word >>> 8) * 0x1p-24f;
  }
}
