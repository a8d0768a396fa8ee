package fcn4j.weights;

/**
 * What the values of an array are like. Not-a-numbers and infinities are counted, and are in no
 * other figure.
 *
 * @param values number of values
 * @param min NaN where there is no finite value, as are max, mean and deviation
 * @param deviation the standard deviation: the root of the mean squared distance from the mean
 */
public record ArrayStatistics(
    long values,
    long notNumbers,
    long infinities,
    double min,
    double max,
    double mean,
    double deviation) {

  /** Reads an array once, piece by piece. */
  public static ArrayStatistics of(WeightEntry entry, ArrayReader reader) {
    Sums sums = new Sums();
    reader.forEachPiece(entry, (first, values, count) -> sums.add(values, count));
    return sums.statistics(entry.count());
  }

  /** Sums so far; means of pieces are merged, so that large arrays lose no digits. */
  private static final class Sums {
    private long finite;
    private long notNumbers;
    private long infinities;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;

    void add(float[] values, int count) {
      long pieceFinite = 0;
      double sum = 0;
      for (int i = 0; i < count; i++) {
        float value = values[i];
        if (Float.isFinite(value)) {
          pieceFinite++;
          sum += value;
          min = Math.min(min, value);
          max = Math.max(max, value);
        } else if (Float.isNaN(value)) {
          notNumbers++;
        } else {
          infinities++;
        }
      }
      if (pieceFinite > 0) {
        merge(pieceFinite, sum / pieceFinite, values, count);
      }
    }

    private void merge(long pieceFinite, double pieceMean, float[] values, int count) {
      double pieceSquares = 0;
      for (int i = 0; i < count; i++) {
        if (Float.isFinite(values[i])) {
          double distance = values[i] - pieceMean;
          pieceSquares += distance * distance;
        }
      }
      double all = finite + pieceFinite;
      double apart = pieceMean - mean;
      squares += pieceSquares + apart * apart * finite * pieceFinite / all;
      mean += apart * pieceFinite / all;
      finite += pieceFinite;
    }

    ArrayStatistics statistics(long values) {
      if (finite == 0) {
        return new ArrayStatistics(
            values, notNumbers, infinities, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
      }
      return new ArrayStatistics(
          values, notNumbers, infinities, min, max, mean, Math.sqrt(squares / finite));
    }
  }
}
