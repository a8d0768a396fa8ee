package fcn4j.train;

/** Measures the speed of training, leaving out what is not training. */
final class Pace {
  private long nanos;
  private long images;
  private long iterations;
  private long started;

  /** An iteration begins. */
  void begin() {
    started = System.nanoTime();
  }

  /** It has ended. */
  void end(long imagesOfIteration) {
    nanos += System.nanoTime() - started;
    images += imagesOfIteration;
    iterations++;
  }

  double imagesPerSecond() {
    return images / seconds();
  }

  double secondsFor(long moreIterations) {
    return seconds() / iterations * moreIterations;
  }

  private double seconds() {
    return Math.max(nanos, 1) / 1e9;
  }
}
