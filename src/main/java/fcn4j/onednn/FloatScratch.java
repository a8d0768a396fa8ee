package fcn4j.onednn;

/** The work arrays of one thread; they grow to what is asked for and stay. */
final class FloatScratch {
  private float[][] rows = new float[8][0];
  private final Exponential exponential = new Exponential();

  /** A work array of at least that many elements; contents undefined. Numbers 0 to 7. */
  float[] row(int number, int floats) {
    if (rows[number].length < floats) {
      rows[number] = new float[floats];
    }
    return rows[number];
  }

  /** The exponential function with its work arrays. */
  Exponential exponential() {
    return exponential;
  }
}
