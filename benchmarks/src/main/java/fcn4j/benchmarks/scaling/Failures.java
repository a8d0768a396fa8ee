package fcn4j.benchmarks.scaling;

import java.io.PrintStream;

/** What went wrong in a run that goes on with the rest. */
final class Failures {
  private final PrintStream log;
  private int count;

  /** Failures that are told at once. */
  Failures(PrintStream log) {
    this.log = log;
  }

  void note(String what, RuntimeException failure) {
    count++;
    log.printf("%s FAILED: %s%n", what, failure);
  }

  boolean any() {
    return count > 0;
  }
}
