package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.results.MeasuredCeiling;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What devices did at best so far, each measured anew in every round. */
final class Ceilings {
  private final PrintStream out;
  private final Surroundings surroundings;
  private final Map<String, List<MeasuredCeiling>> measured = new LinkedHashMap<>();

  Ceilings(PrintStream out, Surroundings surroundings) {
    this.out = out;
    this.surroundings = surroundings;
  }

  /**
   * Measures each device and precision once more; says where that can't be done.
   *
   * @return the best of each so far
   */
  List<MeasuredCeiling> measure(List<DeviceParams> devices) {
    Map<String, DeviceParams> distinct = new LinkedHashMap<>();
    devices.forEach(one -> distinct.putIfAbsent(one.device + " " + one.precision, one));
    distinct.forEach((name, device) -> {
      try {
        MeasuredCeiling now = surroundings.ceiling(device);
        List<MeasuredCeiling> all = measured.computeIfAbsent(name, key -> new ArrayList<>());
        all.add(now);
        MeasuredCeiling ceiling = MeasuredCeiling.best(all);
        out.printf(
            Locale.ROOT,
            "Ceiling of %s: %.3f TFLOP/s, %.1f GB/s%n",
            name,
            ceiling.teraflops(),
            ceiling.gigabytesPerSecond());
      } catch (IOException e) {
        out.printf("No ceiling of %s: %s%n", name, e.getMessage());
      }
    });
    return measured.values().stream().map(MeasuredCeiling::best).toList();
  }
}
