package fcn4j.benchmarks.scaling;

/** What is left of the time that a run may take. */
final class Deadline {
  private final long end;

  Deadline(double minutes) {
    end = System.nanoTime() + (long) (minutes * 60e9);
  }

  double secondsLeft() {
    return 1e-9 * (end - System.nanoTime());
  }
}
