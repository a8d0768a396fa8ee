package fcn4j.cli;

import fcn4j.graph.Analysis;
import fcn4j.graph.Graph;
import fcn4j.graph.MemoryEstimate;
import fcn4j.graph.Reached;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.op.Deconv2d;
import fcn4j.op.Rational;
import fcn4j.report.TextTable;
import fcn4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fcn4j describe}: a net's layers, sizes, cost and memory. */
@Command(
    name = "describe",
    description = {
      "Shows a net layer by layer, or lists the nets.",
      "Output size, parameters, multiply-adds, receptive field and stride of each layer, and the",
      "memory that inference and training take. Without a name it lists the nets."
    })
final class DescribeCommand implements Callable<Integer> {
  private static final String PREDICTION = "prediction";
  private static final String PROBABILITIES = "prob";

  @Parameters(arity = "0..1", paramLabel = "NET", description = "Name of a net.")
  private String net = "";

  @Option(
      names = "--image",
      paramLabel = "WIDTHxHEIGHT",
      converter = ImageSize.Converter.class,
      description = "Size of the image (default: 500x500, classifiers the size they are made for).")
  private ImageSize image = new ImageSize(0, 0);

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "Number of classes (default: 21, classifiers of ImageNet 1000).")
  private int classes;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Images in a batch (default: ${DEFAULT-VALUE}).")
  private int batch = 1;

  @Mixin private Output output = new Output();

  /**
   * What a forward pass takes that computes only what the image reaches.
   *
   * @param multiplyAdds of an image
   * @param blankMultiplyAdds of a blank picture, once; 0 where the whole net is computed
   */
  private record Inference(MemoryEstimate memory, long multiplyAdds, long blankMultiplyAdds) {

    static Inference of(Graph net, Map<String, Shape> inputs, Set<String> outputs) {
      MemoryEstimate memory = MemoryEstimate.inference(net, inputs, outputs);
      Graph graph = net.forInference(outputs);
      Reached reached = Reached.of(graph, inputs, outputs);
      return reached == null
          ? new Inference(memory, Analysis.of(graph, inputs).multiplyAdds(), 0)
          : new Inference(memory, reached.multiplyAdds(inputs), reached.blankMultiplyAdds());
    }
  }

  @Override
  public Integer call() {
    if (net.isEmpty()) {
      list();
      return 0;
    }
    if (batch < 1) {
      throw new BadInputException("--batch must be at least 1, got " + batch);
    }
    Nets.Entry entry = Nets.entry(net);
    if (classes == 0) {
      classes = entry.classes();
    }
    Graph graph = Nets.build(net, NetOptions.of(classes));
    ImageSize size = image.width() > 0 ? image : NetInputs.usualSize(entry);
    Map<String, Shape> inputs = NetInputs.shapes(graph, size, batch, entry.classifier());
    Analysis analysis = Analysis.of(graph, inputs);
    String result = graph.hasNode(PREDICTION) ? PREDICTION : PROBABILITIES;
    Inference inference = Inference.of(graph, inputs, Set.of(result));
    // Labels are bytes: a classifier of more classes has no loss to train.
    Optional<MemoryEstimate> training =
        graph.losses().isEmpty()
            ? Optional.empty()
            : Optional.of(MemoryEstimate.training(graph, inputs, Set.of()));
    if (output.json()) {
      analysis.rows().forEach(row -> output.object(json(row)));
      output.object(totals(analysis, size, inference, training));
    } else {
      print(analysis, size, inference, training);
    }
    return 0;
  }

  private void list() {
    if (output.json()) {
      Nets.all()
          .forEach(entry ->
              output.object(Map.of("net", entry.name(), "description", entry.description())));
      return;
    }
    TextTable table = new TextTable("net", "description");
    Nets.all().forEach(entry -> table.row(entry.name(), entry.description()));
    output.println(table.toString());
    output.println("fcn4j describe NET shows its layers.");
  }

  private void print(
      Analysis analysis, ImageSize size, Inference inference, Optional<MemoryEstimate> training) {
    TextTable table =
        new TextTable(
            "layer", "type", "output (C,H,W)", "parameters", "mult-adds", "field", "stride");
    for (Analysis.Row row : analysis.rows()) {
      table.row(
          row.node(),
          OpText.of(row.op()),
          "(%d,%d,%d)".formatted(row.shape().c(), row.shape().h(), row.shape().w()),
          row.parameters() == 0 ? "" : "%,d".formatted(row.parameters()),
          row.multiplyAdds() == 0 ? "" : amount(row.multiplyAdds()),
          both(row.receptiveFieldH(), row.receptiveFieldW()),
          both(row.strideH(), row.strideW()));
    }
    output.println(
        "%s, %d classes, image %s, batch %d"
            .formatted(analysis.graph().name(), classes, size, batch));
    output.println(table.toString());
    output.println(
        "parameters       %,d, of which %,d are upsampling and %,d are trained"
            .formatted(analysis.parameters(), upsampling(analysis), analysis.trainedParameters()));
    output.println("multiply-adds    %s forward".formatted(amount(analysis.multiplyAdds())));
    if (inference.blankMultiplyAdds() > 0) {
      output.println(
          "                 %s in inference, where the margin comes from a blank picture (%s, once)"
              .formatted(amount(inference.multiplyAdds()), amount(inference.blankMultiplyAdds())));
    }
    top(analysis)
        .ifPresent(row ->
            output.println(
                "receptive field  %s, stride %s (at %s)"
                    .formatted(
                        both(row.receptiveFieldH(), row.receptiveFieldW()),
                        both(row.strideH(), row.strideW()),
                        row.node())));
    output.println("memory, float32  inference " + memory(inference.memory()));
    training.ifPresent(
        estimate -> output.println("                 training  " + memory(estimate)));
  }

  private static Optional<Analysis.Row> top(Analysis analysis) {
    return List.of("score_fr", "fc8", "loss3/classifier", "ip2").stream()
        .filter(analysis.graph()::hasNode)
        .map(analysis::row)
        .findFirst();
  }

  private static long upsampling(Analysis analysis) {
    return analysis.rows().stream()
        .filter(row -> row.op() instanceof Deconv2d)
        .mapToLong(Analysis.Row::parameters)
        .sum();
  }

  private static String memory(MemoryEstimate estimate) {
    return "%s: parameters %s, gradients and momentum %s, activations %s (%s without reuse)"
        .formatted(
            ByteText.of(estimate.totalBytes()),
            ByteText.of(estimate.parameterBytes()),
            ByteText.of(estimate.gradientBytes() + estimate.momentumBytes()),
            ByteText.of(estimate.activationBytes()),
            ByteText.of(estimate.unsharedActivationBytes()));
  }

  private Map<String, Object> totals(
      Analysis analysis, ImageSize size, Inference inference, Optional<MemoryEstimate> training) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("net", analysis.graph().name());
    json.put("classes", classes);
    json.put("image", size.toString());
    json.put("batch", batch);
    json.put("parameters", analysis.parameters());
    json.put("upsamplingParameters", upsampling(analysis));
    json.put("trainedParameters", analysis.trainedParameters());
    json.put("multiplyAdds", analysis.multiplyAdds());
    top(analysis)
        .ifPresent(row -> {
          json.put("receptiveField", row.receptiveFieldH().toDouble());
          json.put("stride", row.strideH().toDouble());
        });
    json.put("inferenceMultiplyAdds", inference.multiplyAdds());
    json.put("blankMultiplyAdds", inference.blankMultiplyAdds());
    json.put("inferenceBytes", inference.memory().totalBytes());
    training.ifPresent(estimate -> json.put("trainingBytes", estimate.totalBytes()));
    return json;
  }

  private Map<String, Object> json(Analysis.Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("layer", row.node());
    json.put("type", row.op().name());
    json.put("output", List.of(row.shape().n(), row.shape().c(), row.shape().h(), row.shape().w()));
    json.put("parameters", row.parameters());
    json.put("multiplyAdds", row.multiplyAdds());
    json.put(
        "receptiveField",
        List.of(row.receptiveFieldH().toDouble(), row.receptiveFieldW().toDouble()));
    json.put("stride", List.of(row.strideH().toDouble(), row.strideW().toDouble()));
    return json;
  }

  private static String both(Rational h, Rational w) {
    return h.equals(w) ? h.toString() : h + "x" + w;
  }

  private static String amount(long value) {
    if (value >= 1_000_000_000L) {
      return String.format(Locale.ROOT, "%.2f G", value / 1e9);
    }
    return value >= 1_000_000
        ? String.format(Locale.ROOT, "%.2f M", value / 1e6)
        : String.format(Locale.ROOT, "%.2f k", value / 1e3);
  }
}
