package fcn4j.weights;

/**
 * Arrays that one thread alone may read, such as those in a device's memory: whoever takes the
 * pieces reads them too, each after the last was taken.
 */
record ReadInTurn(ArrayReader reader) implements ArrayReader {
  @Override
  public void read(WeightEntry entry, long first, float[] target, int offset, int count) {
    reader.read(entry, first, target, offset, count);
  }

  @Override
  public void forEachPiece(WeightEntry entry, Piece piece) {
    float[] values = new float[(int) Math.min(entry.count(), PIECE_FLOATS)];
    for (long first = 0; first < entry.count(); first += PIECE_FLOATS) {
      int count = (int) Math.min(entry.count() - first, PIECE_FLOATS);
      read(entry, first, values, 0, count);
      piece.take(first, values, count);
    }
  }
}
