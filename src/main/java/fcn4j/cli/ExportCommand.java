package fcn4j.cli;

import fcn4j.data.MeanColour;
import fcn4j.data.Preparation;
import fcn4j.graph.Graph;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.net.OnnxExport;
import fcn4j.op.HostStorage;
import fcn4j.train.ModelInfo;
import fcn4j.weights.OnnxWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fcn4j export}: a net with its weights as an ONNX model. */
@Command(
    name = "export",
    description = {
      "Writes a net and its weights as an ONNX model.",
      "The model's input 'data' takes prepared images (N,C,H,W): blue, green, red, minus the mean, times",
      "the factor, which the model's metadata tell. FCNs take images of any size."
    })
final class ExportCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "OUT.onnx", description = "The model to write.")
  private Path target = Path.of("");

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = {"--size", "--image"},
      paramLabel = "WIDTHxHEIGHT",
      converter = ImageSize.Converter.class,
      description =
          "Fix the size of images (default: any size; classifiers the size they are made for).")
  private @Nullable ImageSize size;

  @Option(
      names = "--outputs",
      split = ",",
      paramLabel = "LAYER",
      description = "Layers that come out (default: score and prediction; of classifiers prob).")
  private List<String> outputs = List.of();

  @Option(
      names = "--external-data",
      description = "Write the weights into OUT.onnx.data beside the model, as is done over 2 GB.")
  private boolean externalData;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    try (ModelFile file = model.open(Optional.empty());
        Model net = file.load(new HostStorage())) {
      List<String> names = outputs.isEmpty() ? usualOutputs(net.graph()) : outputs;
      Optional<OnnxExport.Extents> extents = extents(Nets.entry(net.info().net()));
      long inline = externalData ? -1 : OnnxWriter.MOST_INLINE_BYTES;
      new OnnxExport(net.graph(), net.parameters(), names)
          .write(target, extents, metadata(net.info()), inline);
      print(net, names, extents);
    }
    return 0;
  }

  private static List<String> usualOutputs(Graph graph) {
    return graph.hasNode(FcnHead.SCORE)
        ? List.of(FcnHead.SCORE, FcnHead.PREDICTION)
        : List.of(Classifier.PROBABILITIES);
  }

  private Optional<OnnxExport.Extents> extents(Nets.Entry entry) {
    if (size != null) {
      return Optional.of(new OnnxExport.Extents(size.height(), size.width()));
    }
    return entry.classifier()
        ? Optional.of(new OnnxExport.Extents(entry.imageExtent(), entry.imageExtent()))
        : Optional.empty();
  }

  private static Map<String, String> metadata(ModelInfo info) {
    Preparation preparation = info.preparation();
    MeanColour mean = preparation.mean();
    return Map.of(
        "fcn4j.net", info.net(),
        "fcn4j.classNames", String.join("\n", info.classNames()),
        "fcn4j.channelOrder", preparation.order().name(),
        "fcn4j.mean",
            "%s,%s,%s"
                .formatted(
                    mean.of(preparation.order(), 0),
                    mean.of(preparation.order(), 1),
                    mean.of(preparation.order(), 2)),
        "fcn4j.scale", Float.toString(preparation.scale()));
  }

  private void print(Model net, List<String> names, Optional<OnnxExport.Extents> extents) {
    String images = extents.map(e -> "%dx%d".formatted(e.w(), e.h())).orElse("any size");
    if (output.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", target.toString());
      json.put("net", net.info().net());
      json.put("classes", net.info().classes());
      json.put("images", images);
      json.put("outputs", names);
      json.put("opset", OnnxWriter.OPSET);
      output.object(json);
    } else {
      output.println(
          "%s: %s, %d classes, images of %s, outputs %s, operator set %d"
              .formatted(
                  target, net.info().net(), net.info().classes(), images, names, OnnxWriter.OPSET));
    }
  }
}
