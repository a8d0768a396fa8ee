package fcn4j.op;

import java.util.Arrays;

/**
 * What a block is filled with that is to be copied: random numbers between -1 and 1, repeated.
 *
 * @param floats length of the block in FLOAT32 elements
 * @param floatBytes what one of them takes in the backend's memory
 */
public record CopyPattern(long floats, long floatBytes) {
  private static final int SEED = 11;
  private static final int STRETCH = 1 << 16;

  /** The stretches that are compared, at most. */
  private static final int CHECKED = 16;

  /**
   * A pattern for a block.
   *
   * @throws IllegalArgumentException if it holds no element
   */
  public CopyPattern {
    if (floats < 1) {
      throw new IllegalArgumentException("a copy of less than one number");
    }
  }

  /** The pattern of a block of so many bytes of a backend's memory. */
  public static CopyPattern ofBytes(long bytes, long floatBytes) {
    return new CopyPattern(bytes / floatBytes, floatBytes);
  }

  /** Length of the block in the backend's memory. */
  public long bytes() {
    return floats * floatBytes;
  }

  /** Fills the block; waits. */
  public void write(Memory memory) {
    float[] stretch = stretch();
    for (long first = 0; first < floats; first += STRETCH) {
      memory.writeFloats(first * floatBytes, stretch, 0, length(first));
    }
  }

  private int length(long first) {
    return (int) Math.min(STRETCH, floats - first);
  }

  private static float[] stretch() {
    float[] values = new float[STRETCH];
    for (int i = 0; i < STRETCH; i += 4) {
      int[] words = Philox.block(SEED, 0, 0, i >> 2);
      for (int lane = 0; lane < 4; lane++) {
        values[i + lane] = (words[lane] >> 8) * 0x1p-23f;
      }
    }
    return values;
  }

  /**
   * Compares stretches of a copy, the first and the last among them; waits.
   *
   * @throws IllegalStateException if one is not what the block was filled with
   */
  public void check(Memory memory) {
    float[] expected = stretch();
    float[] found = new float[STRETCH];
    long last = (floats - 1) / STRETCH;
    for (int i = 0; i < CHECKED; i++) {
      long first = last * i / (CHECKED - 1) * STRETCH;
      int length = length(first);
      memory.readFloats(first * floatBytes, found, 0, length);
      int wrong = Arrays.mismatch(found, 0, length, expected, 0, length);
      if (wrong >= 0) {
        throw new IllegalStateException(
            "a copy of %d numbers is wrong at number %d: %s, it must be %s"
                .formatted(floats, first + wrong, found[wrong], expected[wrong]));
      }
    }
  }
}
