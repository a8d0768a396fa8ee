package fcn4j.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * The packaged handwritten digits: 28x28 gray pictures with their values 0 to 9 (from the MNIST
 * database).
 */
public final class Digits {
  /** Rows and columns of a picture. */
  public static final int SIDE = 28;

  /** Kinds of digits. */
  public static final int VALUES = 10;

  private static final int PIXELS = SIDE * SIDE;
  private static final int COUNT = DigitSplit.TRAIN.count + DigitSplit.HELD_OUT.count;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private final byte[] ink;
  private final byte[] values;
  private final DigitSplit split;

  private Digits(byte[] ink, byte[] values, DigitSplit split) {
    this.ink = ink;
    this.values = values;
    this.split = split;
  }

  /** Unpacked once, on first use. */
  private static final class Packaged {
    static final byte[] INK =
        read("mnist10k-images-idx3-ubyte.gz", PIXELS, IMAGES_MAGIC, SIDE, SIDE);
    static final byte[] VALUES = read("mnist10k-labels-idx1-ubyte.gz", 1, LABELS_MAGIC);
  }

  /**
   * The digits of one split.
   *
   * @throws DataException if the packaged files are missing or damaged
   */
  public static Digits of(DigitSplit split) {
    return new Digits(Packaged.INK, Packaged.VALUES, split);
  }

  /** Number of digits. */
  public int size() {
    return split.count;
  }

  /** What the digit says, 0 to 9. */
  public int value(int index) {
    return values[split.first + Objects.checkIndex(index, split.count)];
  }

  /**
   * The digit's picture: 28x28 bytes, row by row, 0 for paper and 255 for ink.
   *
   * @return an array owned by the caller
   */
  public byte[] ink(int index) {
    int from = (split.first + Objects.checkIndex(index, split.count)) * PIXELS;
    return Arrays.copyOfRange(ink, from, from + PIXELS);
  }

  private static byte[] read(String name, int bytesPerDigit, int magic, int... extents) {
    try (InputStream packed = Digits.class.getResourceAsStream("digits/" + name)) {
      if (packed == null) {
        throw new DataException(
            "the packaged file digits/" + name + " is missing; build the project again");
      }
      DataInputStream stream = new DataInputStream(new GZIPInputStream(packed));
      boolean expected = stream.readInt() == magic && stream.readInt() == COUNT;
      for (int extent : extents) {
        expected &= stream.readInt() == extent;
      }
      byte[] bytes = stream.readNBytes(COUNT * bytesPerDigit);
      if (!expected || bytes.length != COUNT * bytesPerDigit) {
        throw new DataException(
            "the packaged file digits/" + name + " is damaged; build the project again");
      }
      return bytes;
    } catch (IOException e) {
      throw new DataException(
          "the packaged file digits/%s is damaged (%s); build the project again".formatted(name, e),
          e);
    }
  }
}
