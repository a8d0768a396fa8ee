package fcn4j.cli;

import fcn4j.data.Dataset;
import fcn4j.data.Preparation;
import fcn4j.data.VocFolder;
import fcn4j.graph.Parameter;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.Upsampling;
import fcn4j.train.Checkpoint;
import fcn4j.train.ModelInfo;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that name a trained net: a checkpoint, or weights of elsewhere and what they lack.
 */
final class ModelOptions {
  private static final int MOST_CLASSES = 100_000;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = {
        "Checkpoint of a training run (.safetensors), or other weights (.caffemodel, .safetensors,",
        ".npz) together with --net."
      })
  private Path weights = Path.of("");

  @Option(
      names = "--net",
      paramLabel = "NET",
      description = "The weights' net, where they do not tell; 'fcn4j describe' lists the nets.")
  private @Nullable String net;

  @Option(
      names = "--mean",
      paramLabel = "MEAN",
      defaultValue = "voc",
      description =
          "With --net: mean to subtract, as 'fcn4j train' takes it (default: ${DEFAULT-VALUE}).")
  private String mean = "voc";

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "With --net: factor after the mean (default: ${DEFAULT-VALUE}).")
  private float scale = 1;

  @Option(
      names = "--upsampling",
      paramLabel = "KIND",
      defaultValue = "fixed",
      description = {
        "With --net: fixed, learned or all-learned deconvolutions (default: ${DEFAULT-VALUE})."
      })
  private String upsampling = "fixed";

  /** The file. */
  Path weights() {
    return weights;
  }

  /**
   * Opens the file.
   *
   * @param labels a dataset that names the classes where the file does not and their number agrees
   * @throws fcn4j.weights.WeightFileException if the file is missing or damaged
   * @throws fcn4j.graph.GraphException if it is of another net
   * @throws BadInputException if nothing tells the net
   */
  ModelFile open(Optional<Dataset> labels) {
    WeightFile file = WeightFiles.open(weights);
    try {
      if (net != null) {
        return ModelFile.of(file, info(net, file, labels));
      }
      return Checkpoint.of(file)
          .map(ModelFile::of)
          .orElseThrow(() ->
              new BadInputException(
                  "%s does not tell its net, as checkpoints of a training run do; name it with --net"
                      .formatted(weights)));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private ModelInfo info(String name, WeightFile file, Optional<Dataset> labels) {
    Upsampling kind = Choices.constant(Upsampling.class, "--upsampling", upsampling);
    int classes = classes(name, file);
    Optional<Dataset> fitting = labels.filter(dataset -> dataset.classes() == classes);
    return new ModelInfo(
        name,
        ModelFile.optionTexts(NetOptions.of(classes).withUpsampling(kind)),
        fitting.map(Dataset::classNames).orElseGet(() -> usualNames(classes)),
        fitting.map(Dataset::colours).orElse(List.of()),
        new Preparation(Preparation.VOC.order(), Choices.mean(mean), scale));
  }

  private static List<String> usualNames(int classes) {
    return classes == VocFolder.CLASS_NAMES.size()
        ? VocFolder.CLASS_NAMES
        : IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }

  /** The number of classes is the length of the bias whose length follows it. */
  static int classes(String name, WeightFile file) {
    Map<String, Long> two = biases(name, 2);
    Map<String, Long> three = biases(name, 3);
    for (String bias : two.keySet()) {
      Optional<WeightEntry> entry = file.find(bias);
      if (two.get(bias) == 2 && three.getOrDefault(bias, 0L) == 3 && entry.isPresent()) {
        return checked(file, entry.get());
      }
    }
    throw new BadInputException(
        "%s has no score layer of %s; take weights of that net, or start 'fcn4j train' from these"
            .formatted(file.origin(), name));
  }

  private static int checked(WeightFile file, WeightEntry bias) {
    if (bias.count() < 1 || bias.count() > MOST_CLASSES) {
      throw new BadInputException(
          "%s: %s tells the number of classes, which must be 1 to %d"
              .formatted(file.origin(), bias, MOST_CLASSES));
    }
    return (int) bias.count();
  }

  private static Map<String, Long> biases(String name, int classes) {
    return Nets.build(name, NetOptions.of(classes)).parameters().stream()
        .filter(parameter -> parameter.spec().dims().size() == 1)
        .collect(Collectors.toMap(Parameter::name, parameter -> parameter.spec().count()));
  }
}
