package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.results.MeasuredCeiling;
import fcn4j.benchmarks.results.Run;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A quiet machine of which everything is known at once. */
final class FixedSurroundings implements Surroundings {
  private final @Nullable RuntimeException failure;

  FixedSurroundings() {
    this(null);
  }

  /** The end of a run fails so, unless it is null. */
  FixedSurroundings(@Nullable RuntimeException failure) {
    this.failure = failure;
  }

  @Override
  public Run begin(String backend, String command) {
    return new Run(
        "20260131T100000Z-test-1a2b3c4",
        "a processor",
        2,
        null,
        Map.of(),
        "Java",
        "1a2b3c4",
        "2026-01-31T10:00:00Z",
        0,
        0,
        command,
        List.of());
  }

  @Override
  public MeasuredCeiling ceiling(DeviceParams device) {
    return new MeasuredCeiling(device.backendName(), device.precision, 1, 10, null);
  }

  @Override
  public Run end(Run run) {
    if (failure != null) {
      throw failure;
    }
    return run;
  }
}
