package fcn4j.reference;

/** Copies a band's pixels of one channel between the planes of a batch and a row of doubles. */
final class BandCopy {
  private BandCopy() {}

  /** Gathers. */
  static void fromPlanes(Band band, Slice planes, int channel, double[] row) {
    for (int i = 0; i < band.pieces(); i++) {
      System.arraycopy(
          planes.data(), at(band, i, planes, channel), row, band.start[i], band.length[i]);
    }
  }

  /** Scatters. */
  static void toPlanes(Band band, double[] row, Slice planes, int channel) {
    for (int i = 0; i < band.pieces(); i++) {
      System.arraycopy(
          row, band.start[i], planes.data(), at(band, i, planes, channel), band.length[i]);
    }
  }

  private static int at(Band band, int piece, Slice planes, int channel) {
    return planes.plane(band.image[piece], channel)
        + band.row[piece] * planes.shape().w()
        + band.column[piece];
  }
}
