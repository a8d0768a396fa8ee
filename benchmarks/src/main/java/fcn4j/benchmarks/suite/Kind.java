package fcn4j.benchmarks.suite;

import java.util.Arrays;
import org.openjdk.jmh.infra.BenchmarkParams;

/** Kinds of measurements: what they are called in results, and the benchmarks that make them. */
enum Kind {
  /** Whole nets. */
  NET("net", "NetBenchmark"),
  /** Own operations. */
  KERNEL("kernel", "KernelBenchmark"),
  /** Convolutions. */
  CONVOLUTION("convolution", "ConvolutionBenchmark"),
  /** Loading of pictures. */
  DATA("data", "DataBenchmark");

  private final String word;
  private final String type;

  Kind(String word, String type) {
    this.word = word;
    this.type = type;
  }

  /** The word in results. */
  String word() {
    return word;
  }

  /** The kind of a benchmark. */
  static Kind of(BenchmarkParams params) {
    return Arrays.stream(values())
        .filter(kind -> params.getBenchmark().contains("." + kind.type + "."))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no kind of measurement is known for " + params.getBenchmark()));
  }

  /** The method of a benchmark. */
  static String method(BenchmarkParams params) {
    return params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
  }

  /** Whether something is computed on a device. */
  boolean onDevice() {
    return this != DATA;
  }
}
