package fcn4j.reference;

/**
 * A run of pixels of a batch in the order image, row, column, cut into pieces of one row each.
 *
 * <p>Piece i holds {@code length[i]} pixels from (image[i], row[i], column[i]) on and stands at
 * position {@code start[i]} of the band.
 */
final class Band {
  final int[] image;
  final int[] row;
  final int[] column;
  final int[] length;
  final int[] start;
  private int pieces;

  Band(int capacity) {
    image = new int[capacity];
    row = new int[capacity];
    column = new int[capacity];
    length = new int[capacity];
    start = new int[capacity];
  }

  /** Number of pieces. */
  int pieces() {
    return pieces;
  }

  /**
   * Cuts the pixels {@code first .. first+count-1} of a batch of images.
   *
   * @param rows rows of an image
   * @param columns columns of an image
   */
  void locate(int first, int count, int rows, int columns) {
    pieces = 0;
    int position = 0;
    while (position < count) {
      int pixel = first + position;
      int line = pixel / columns;
      int x = pixel % columns;
      int size = Math.min(columns - x, count - position);
      image[pieces] = line / rows;
      row[pieces] = line % rows;
      column[pieces] = x;
      length[pieces] = size;
      start[pieces] = position;
      pieces++;
      position += size;
    }
  }
}
