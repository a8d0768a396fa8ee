package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A benchmark with one value for each parameter: what JMH runs in one process.
 *
 * @param benchmark class and method, {@code NetBenchmark.predict}
 * @param params values by the parameters' names
 */
record Trial(String benchmark, Map<String, String> params) {

  /** Copies the values. */
  Trial {
    params = Map.copyOf(params);
  }

  /** A trial whose further parameters are given as name, value, name, value. */
  static Trial of(String benchmark, String... params) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      map.put(params[i], params[i + 1]);
    }
    return new Trial(benchmark, map);
  }

  /** The same with another value of a parameter. */
  Trial with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(params);
    more.put(name, value);
    return new Trial(benchmark, more);
  }

  /** A parameter's value, or what it is where the trial says nothing. */
  String param(String name, String otherwise) {
    return params.getOrDefault(name, otherwise);
  }

  /** The same for all values that are given for its parameters. */
  List<Trial> forEach(Map<String, List<String>> given) {
    List<Trial> trials = List.of(this);
    for (String name : params.keySet().stream().sorted().toList()) {
      List<String> values = given.get(name);
      if (values != null) {
        trials =
            trials.stream()
                .flatMap(trial -> values.stream().map(value -> trial.with(name, value)))
                .toList();
      }
    }
    return trials;
  }

  /** Whether something is computed on a device. */
  boolean onDevice() {
    return params.containsKey("device");
  }

  /** On what. */
  DeviceParams device() {
    return DeviceParams.of(
        param("device", "cpu"),
        param("precision", "fp32"),
        Integer.parseInt(param("threads", "0")));
  }
}
