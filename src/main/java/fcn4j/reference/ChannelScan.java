package fcn4j.reference;

/** What is computed over the channels of one pixel. */
final class ChannelScan {
  private ChannelScan() {}

  /** The largest score; {@code at} is the index of channel 0. */
  static double largest(Slice scores, int at) {
    double largest = scores.data()[at];
    for (int c = 1; c < scores.shape().c(); c++) {
      largest = Math.max(largest, scores.data()[at + c * scores.plane()]);
    }
    return largest;
  }

  /** The first channel with the largest score. */
  static int first(Slice scores, int at) {
    int best = 0;
    for (int c = 1; c < scores.shape().c(); c++) {
      if (scores.data()[at + c * scores.plane()] > scores.data()[at + best * scores.plane()]) {
        best = c;
      }
    }
    return best;
  }

  /** Sum over channels of exp(score - largest). */
  static double sumOfExponentials(Slice scores, int at, double largest) {
    double sum = 0;
    for (int c = 0; c < scores.shape().c(); c++) {
      sum += Math.exp(scores.data()[at + c * scores.plane()] - largest);
    }
    return sum;
  }
}
