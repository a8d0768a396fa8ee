package fcn4j.benchmarks.suite;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What can be measured under one name. */
enum BenchmarkSet {
  /** Whole nets: prediction, gradients, update, training step. */
  NETS {
    @Override
    List<Trial> trials(Setting setting) {
      return new NetTrials(setting).all();
    }
  },
  /** Own operations on the nets' shapes. */
  KERNELS {
    @Override
    List<Trial> trials(Setting setting) {
      return new KernelTrials(setting).all();
    }
  },
  /** The convolutions of a net, pass by pass. */
  CONVOLUTIONS {
    @Override
    List<Trial> trials(Setting setting) {
      return new ConvolutionTrials(setting).all();
    }
  },
  /** Loading of pictures. */
  DATA {
    @Override
    List<Trial> trials(Setting setting) {
      return Stream.of("decodeImages", "decodeLabels", "resample", "prepare", "load", "prefetched")
          .map(pass ->
              Trial.of("DataBenchmark." + pass, "size", "500x375", "batch", "1", "pictures", "32"))
          .flatMap(trial -> setting.expand(trial).stream())
          .toList();
    }
  },
  /** All of the above. */
  ALL {
    @Override
    List<Trial> trials(Setting setting) {
      return Stream.of(NETS, KERNELS, CONVOLUTIONS, DATA)
          .flatMap(set -> set.trials(setting).stream())
          .toList();
    }
  };

  /** The benchmarks with their parameters, in the order in which they are run. */
  abstract List<Trial> trials(Setting setting);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
