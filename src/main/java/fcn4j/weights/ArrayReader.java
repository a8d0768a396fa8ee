package fcn4j.weights;

import java.util.function.Function;

/**
 * Gives stretches of the values of named arrays, so that an array of any size passes through a
 * small buffer. {@link WeightFile#read(WeightEntry, long, float[], int, int)} is one.
 */
@FunctionalInterface
public interface ArrayReader {
  /** Most values that {@link #forEachPiece} hands on at once: one MiB of them. */
  int PIECE_FLOATS = 1 << 18;

  /**
   * Copies a stretch of an array's values.
   *
   * @param first index of the first value, in the row-major order of the array
   * @param target where they go; borrowed for the call
   * @throws WeightFileException if there is no such array or its values cannot be turned into
   *     floats
   * @throws IndexOutOfBoundsException if the stretch lies outside the array or the target
   */
  void read(WeightEntry entry, long first, float[] target, int offset, int count);

  /** Takes one stretch of an array's values. */
  @FunctionalInterface
  interface Piece {
    /**
     * Takes the values {@code first} to {@code first + count - 1} of the array.
     *
     * @param values they are its first ones; borrowed for the call
     */
    void take(long first, float[] values, int count);
  }

  /**
   * Hands on a whole array in its order, piece by piece. While one piece is taken, the next is read
   * by a thread of its own.
   */
  default void forEachPiece(WeightEntry entry, Piece piece) {
    try (ReadAhead pieces = new ReadAhead(this, entry)) {
      pieces.handOn(piece);
    }
  }

  /**
   * The same arrays, without a thread that reads ahead: for values that the caller's thread alone
   * may read.
   */
  static ArrayReader inTurn(ArrayReader reader) {
    return new ReadInTurn(reader);
  }

  /**
   * Arrays that come whole.
   *
   * @param values called when the first values of an array are read; what it returns is borrowed
   *     until it is called again
   */
  static ArrayReader ofWhole(Function<WeightEntry, float[]> values) {
    return new WholeArrays(values);
  }
}
