package fcn4j.weights;

/** Refuses weights that would spoil a net: not-a-numbers and infinities. */
public final class FiniteValues {
  private FiniteValues() {}

  /**
   * Reads an array once.
   *
   * @param origin what to call its file in messages
   * @throws WeightFileException if a value is not finite; the message says where
   */
  public static void require(String origin, WeightEntry entry, ArrayReader reader) {
    reader.forEachPiece(
        entry,
        (first, values, count) -> {
          for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
              throw new WeightFileException(
                  "%s: value %d of %s is %s; the run that wrote it has diverged, take an earlier file"
                      .formatted(origin, first + i, entry, values[i]));
            }
          }
        });
  }
}
