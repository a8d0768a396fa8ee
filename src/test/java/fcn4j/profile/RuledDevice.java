package fcn4j.profile;

import fcn4j.op.Backend;
import fcn4j.op.Probe;
import fcn4j.op.Stopwatch;
import java.lang.reflect.Proxy;

/** A device whose work takes exactly as long as a rule says, on a clock of its own. */
final class RuledDevice {
  /** What every piece of work takes besides. */
  static final double CALL_MILLIS = 0.001;

  private final double multiplyAddsPerMilli;
  private final double bytesPerMilli;
  private double clockMillis;
  int openProbes;
  int unverifiedProbes;

  RuledDevice(double multiplyAddsPerMilli, double bytesPerMilli) {
    this.multiplyAddsPerMilli = multiplyAddsPerMilli;
    this.bytesPerMilli = bytesPerMilli;
  }

  double clockMillis() {
    return clockMillis;
  }

  Backend backend() {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "stopwatch" -> new Watch((int) arguments[0]);
                  case "matrixProduct" -> {
                    long extent = (int) arguments[0];
                    yield new Piece(extent * extent * extent, 12 * extent * extent);
                  }
                  case "synchronize" -> null;
                  case "copy" -> new Piece(0, 2 * (long) arguments[0]);
                  default -> throw new AssertionError(method.getName());
                });
  }

  private final class Watch implements Stopwatch {
    private final double[] marks;

    Watch(int marks) {
      this.marks = new double[marks];
    }

    @Override
    public void mark(int index) {
      marks[index] = clockMillis;
    }

    @Override
    public double millis(int from, int to) {
      return marks[to] - marks[from];
    }

    @Override
    public void close() {}
  }

  private final class Piece implements Probe {
    private final long multiplyAdds;
    private final long bytes;

    Piece(long multiplyAdds, long bytes) {
      this.multiplyAdds = multiplyAdds;
      this.bytes = bytes;
      openProbes++;
      unverifiedProbes++;
    }

    @Override
    public void run() {
      double compute = multiplyAdds / multiplyAddsPerMilli;
      clockMillis += CALL_MILLIS + Math.max(compute, bytes / bytesPerMilli);
    }

    @Override
    public long multiplyAdds() {
      return multiplyAdds;
    }

    @Override
    public long bytes() {
      return bytes;
    }

    @Override
    public void verify() {
      unverifiedProbes--;
    }

    @Override
    public void close() {
      openProbes--;
    }
  }
}
