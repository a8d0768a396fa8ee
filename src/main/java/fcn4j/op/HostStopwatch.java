package fcn4j.op;

import java.util.Arrays;

/** A stopwatch by the host's clock, for backends whose calls return when their work is done. */
public final class HostStopwatch implements Stopwatch {
  private final long[] nanos;
  private final boolean[] set;

  /**
   * A stopwatch with unset marks.
   *
   * @param marks how many
   */
  public HostStopwatch(int marks) {
    nanos = new long[marks];
    set = new boolean[marks];
  }

  @Override
  public void mark(int index) {
    nanos[index] = System.nanoTime();
    set[index] = true;
  }

  @Override
  public double millis(int from, int to) {
    requireSet(from);
    requireSet(to);
    return (nanos[to] - nanos[from]) / 1e6;
  }

  private void requireSet(int index) {
    if (!set[index]) {
      throw new IllegalStateException("mark " + index + " was never set");
    }
  }

  @Override
  public void close() {
    Arrays.fill(set, false);
  }
}
