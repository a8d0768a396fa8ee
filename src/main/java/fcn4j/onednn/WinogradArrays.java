package fcn4j.onednn;

/** The work arrays of a thread for Winograd's transforms; every row and phase has its own. */
final class WinogradArrays {
  private final float[][][] rows = new float[Winograd.IN][Winograd.IN][];
  private final float[][][] phases = new float[Winograd.OUT][Winograd.IN][];
  private final float[][][] columns = new float[Winograd.OUT][Winograd.OUT][];
  private final float[][] products = new float[Winograd.IN][];
  private final float[] biases;
  private final float[] line;
  private final float[] before;
  private final int floats;

  /**
   * @param floats of a stretch of tiles
   */
  WinogradArrays(int floats) {
    this.floats = floats;
    for (int u = 0; u < Winograd.IN; u++) {
      products[u] = new float[floats];
      for (int v = 0; v < Winograd.IN; v++) {
        rows[u][v] = new float[floats];
      }
      for (int phase = 0; phase < Winograd.OUT; phase++) {
        phases[phase][u] = rows[u][phase];
      }
    }
    for (int phase = 0; phase < Winograd.OUT; phase++) {
      for (int r = 0; r < Winograd.OUT; r++) {
        columns[phase][r] = new float[floats];
      }
    }
    biases = new float[floats];
    line = new float[(Winograd.OUT + 1) * floats];
    before = new float[(Winograd.OUT + 1) * floats];
  }

  /** Floats of each array. */
  int floats() {
    return floats;
  }

  /** Row {@code u} of the tiles, by place in the row; places 0 to 3 are also in {@link #phase}. */
  float[][] row(int u) {
    return rows[u];
  }

  /** The pixels of one place in their row, by row. */
  float[][] phase(int place) {
    return phases[place];
  }

  /** Output pixels of one place in their row, by row. */
  float[][] column(int place) {
    return columns[place];
  }

  float[][] products() {
    return products;
  }

  float[] biases() {
    return biases;
  }

  /** Pixels of an image row. */
  float[] line() {
    return line;
  }

  float[] before() {
    return before;
  }
}
