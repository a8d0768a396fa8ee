package fcn4j.data;

/**
 * How a picture is moved before it enters a network; its label map is moved alike.
 *
 * @param mirror whether left and right are exchanged, before the shift
 * @param down rows by which it is moved down
 * @param right columns by which it is moved right
 * @param margin what appears where the picture has gone
 */
public record Placement(boolean mirror, int down, int right, Margin margin) {
  /** The picture as it is. */
  public static final Placement NONE = new Placement(false, 0, 0, Margin.IGNORE);

  /** What stands in the strip that a shift uncovers. */
  public enum Margin {
    /** The picture mirrored at its edge, and its labels. */
    REFLECT,
    /** The mean colour, with the ignore label. */
    IGNORE
  }

  /** Row of the source that a row shows, or -1 for the margin. */
  int sourceRow(int row, int height) {
    return source(row - down, height);
  }

  /** Column of the source that a column shows, or -1 for the margin. */
  int sourceColumn(int column, int width) {
    int source = source(column - right, width);
    return mirror && source >= 0 ? width - 1 - source : source;
  }

  private int source(int position, int extent) {
    if (position >= 0 && position < extent) {
      return position;
    }
    if (margin == Margin.IGNORE) {
      return -1;
    }
    int period = 2 * extent;
    int wrapped = Math.floorMod(position, period);
    return wrapped < extent ? wrapped : period - 1 - wrapped;
  }
}
