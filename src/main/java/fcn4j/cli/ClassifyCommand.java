package fcn4j.cli;

import fcn4j.data.ChannelOrder;
import fcn4j.data.ClassifierInput;
import fcn4j.data.ImageFile;
import fcn4j.data.MeanColour;
import fcn4j.data.Preparation;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fcn4j classify}: what is on a picture, by an imported classifier. */
@Command(
    name = "classify",
    description = {
      "Classifies pictures with a classifier such as GoogLeNet.",
      "The shorter side is scaled to 256 pixels, the middle cut out; the likeliest classes are printed."
    })
final class ClassifyCommand implements Callable<Integer> {
  private static final int IMAGENET_SIDE = 256;
  private static final float LENET_SCALE = 1 / 256f;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "JPEG or PNG pictures.")
  private List<Path> images = List.of();

  @Option(
      names = "--net",
      required = true,
      paramLabel = "NET",
      description = "A classifier: googlenet, caffenet, alexnet, vgg16, lenet, …")
  private String net = "";

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "Its weights (.caffemodel, .safetensors).")
  private Path weights = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Names of the classes, one a line; synset_words.txt of ImageNet for example.")
  private @Nullable Path labels;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many classes to print (default: ${DEFAULT-VALUE}).")
  private int top = 5;

  @Option(
      names = "--resize",
      paramLabel = "PIXELS",
      description = "Length of the shorter side before the middle is cut out (default: the net's).")
  private @Nullable Integer resize;

  @Option(
      names = "--mean",
      paramLabel = "MEAN",
      description = "Subtracted from pixels, as of 'train' (default: the net's).")
  private @Nullable String mean;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Factor after the mean (default: the net's, 1 or 1/256 for lenet).")
  private @Nullable Float scale;

  @Mixin private DeviceOptions device = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Nets.Entry entry = Nets.entry(net);
    if (!entry.classifier()) {
      throw new BadInputException(
          "%s labels pixels, not pictures; use 'segment', or one of the classifiers %s"
              .formatted(
                  net,
                  Nets.all().stream()
                      .filter(Nets.Entry::classifier)
                      .map(Nets.Entry::name)
                      .toList()));
    }
    if (top < 1) {
      throw new BadInputException("--top must be at least 1, got " + top);
    }
    ClassifierInput input = input(entry);
    try (Backend backend = device.open(output);
        Classifier classifier = Classifier.open(entry, weights, backend, output)) {
      ClassLabels names =
          labels == null ? ClassLabels.NONE : ClassLabels.read(labels, classifier.classes());
      for (Path image : images) {
        print(image, classifier.classify(ImageFile.read(image), input, top), names);
      }
    }
    return 0;
  }

  private ClassifierInput input(Nets.Entry entry) {
    boolean gray = entry.inputChannels() == 1;
    boolean imageNet = entry.classes() == Nets.IMAGENET_CLASSES;
    int side = resize != null ? resize : imageNet ? IMAGENET_SIDE : entry.imageExtent();
    MeanColour colour = mean != null ? Choices.mean(mean) : usualMean(entry);
    float factor = scale != null ? scale : gray ? LENET_SCALE : 1;
    return new ClassifierInput(
        entry.inputChannels(),
        side,
        entry.imageExtent(),
        new Preparation(ChannelOrder.BGR, colour, factor));
  }

  private static MeanColour usualMean(Nets.Entry entry) {
    if (entry.inputChannels() == 1) {
      return MeanColour.ZERO;
    }
    if (entry.name().startsWith("googlenet")) {
      return MeanColour.GOOGLENET;
    }
    return entry.name().startsWith("vgg") ? MeanColour.VGG : MeanColour.VOC;
  }

  private void print(Path image, List<Classifier.Guess> guesses, ClassLabels names) {
    if (output.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("image", image.toString());
      json.put("net", net);
      json.put("top", guesses.stream().map(guess -> json(guess, names)).toList());
      output.object(json);
      return;
    }
    output.println(image.toString());
    for (Classifier.Guess guess : guesses) {
      output.println(
          String.format(
              Locale.ROOT, "  %6.2f %%  %s", 100 * guess.probability(), names.of(guess.index())));
    }
  }

  private static Map<String, Object> json(Classifier.Guess guess, ClassLabels names) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", guess.index());
    json.put("label", names.of(guess.index()));
    json.put("probability", guess.probability());
    return json;
  }
}
