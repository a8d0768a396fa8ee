package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.Handover;
import fcn4j.benchmarks.results.JavaProcess;
import fcn4j.benchmarks.results.MeasuredCeiling;
import fcn4j.op.Backend;
import fcn4j.profile.Ceiling;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Measures what a device does at best, in a JVM of its own. */
final class CeilingFork {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long LIMIT_SECONDS = 120;

  private CeilingFork() {}

  /**
   * Measures a device.
   *
   * @throws IOException if it can't be opened; says why
   */
  static MeasuredCeiling measure(DeviceParams device) throws IOException {
    Process process =
        new ProcessBuilder(
                JavaProcess.command(
                    CeilingFork.class,
                    device.device,
                    device.precision,
                    Integer.toString(device.threads)))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!ended(process)) {
      throw new IOException("it took longer than %d s".formatted(LIMIT_SECONDS));
    }
    String last = printed.lines().reduce("no output", (first, second) -> second);
    if (process.exitValue() != 0) {
      throw new IOException(last);
    }
    return JSON.readValue(last, MeasuredCeiling.class);
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }

  private static MeasuredCeiling measure(DeviceParams device, Backend backend) {
    int threads = device.probeThreads();
    double before = Handover.nanos(threads);
    Ceiling ceiling = Ceiling.measure(backend);
    double handover = Math.max(before, Handover.nanos(threads));
    return new MeasuredCeiling(
        device.backendName(),
        device.precision,
        ceiling.teraflops(),
        ceiling.gigabytesPerSecond(),
        Double.isNaN(handover) ? null : Double.valueOf(handover));
  }

  /** Measures and prints one line: {@code DEVICE PRECISION THREADS}. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    DeviceParams device = DeviceParams.of(args[0], args[1], Integer.parseInt(args[2]));
    try (Backend backend = device.open()) {
      MeasuredCeiling ceiling = measure(device, backend);
      if (ceiling.handoverNanos() != null) {
        // The system may have put the threads of a young process apart.
        ceiling = MeasuredCeiling.best(List.of(ceiling, measure(device, backend)));
      }
      out.println(JSON.writeValueAsString(ceiling));
    } catch (RuntimeException e) {
      out.println(String.valueOf(e.getMessage()).replace('\n', ' '));
      System.exit(1);
    }
  }
}
