package fcn4j.cli;

import fcn4j.graph.Graph;
import fcn4j.train.Checkpoint;
import fcn4j.weights.CaffeMetadata;
import fcn4j.weights.Conversion;
import fcn4j.weights.FloatType;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import fcn4j.weights.WeightFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fcn4j convert}: weights from one format into another. */
@Command(
    name = "convert",
    description = {
      "Writes weights in another format.",
      "What IN is, its content tells; what OUT becomes, the end of its name: .caffemodel, .safetensors,",
      ".npz, and for what fits in them .npy, .binaryproto and .solverstate. Arrays keep their names",
      "(LAYER.weight, LAYER.bias) and, as float32, their bits. OUT is written whole or not at all."
    })
final class ConvertCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "IN", description = "File of weights, arrays or a mean.")
  private Path in = Path.of("");

  @Parameters(index = "1", paramLabel = "OUT", description = "File to write.")
  private Path out = Path.of("");

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      defaultValue = "float32",
      description = {
        "float32, float16 (.safetensors, .npz, .npy) or bfloat16 (.safetensors) (default:",
        "${DEFAULT-VALUE})."
      })
  private String type = "float32";

  @Option(names = "--array", paramLabel = "NAME", description = "Take this array alone.")
  private @Nullable String array;

  @Option(
      names = "--weights-only",
      description = "Leave out momentum and the state of the run: half of a checkpoint's size.")
  private boolean weightsOnly;

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    FloatType floats = Choices.constant(FloatType.class, "--type", type);
    WeightFormat format =
        WeightFormat.ofName(out.toString())
            .orElseThrow(() ->
                new BadInputException(
                    "%s: the end of its name tells no format; choose one of %s; for ONNX, which needs the net too, use 'fcn4j export'"
                        .formatted(out, WeightFormat.suffixes())));
    try (WeightFile source = WeightFiles.open(in)) {
      boolean noMomentum = weightsOnly || format == WeightFormat.CAFFEMODEL;
      Map<String, String> metadata = metadata(source);
      Conversion conversion =
          new Conversion(
              source,
              arrays(source, noMomentum),
              noMomentum ? Checkpoint.withoutState(metadata) : metadata);
      conversion.write(out, format, floats);
      print(conversion, format, source.entries().size() - conversion.arrays().size());
    }
    return 0;
  }

  private List<WeightEntry> arrays(WeightFile source, boolean noMomentum) {
    if (array != null) {
      WeightEntry only =
          source
              .find(array)
              .orElseThrow(() ->
                  new BadInputException(
                      "%s has no array '%s'; 'fcn4j inspect' lists what it has"
                          .formatted(in, array)));
      return List.of(only);
    }
    List<WeightEntry> arrays = new ArrayList<>(source.entries());
    arrays.removeIf(entry -> noMomentum && Checkpoint.isMomentum(entry.name()));
    return arrays;
  }

  /** What the file tells, and for a checkpoint the types of its net's layers. */
  private static Map<String, String> metadata(WeightFile source) {
    Map<String, String> metadata = new HashMap<>(source.metadata());
    if (Checkpoint.isCheckpoint(metadata)) {
      Graph graph = ModelFile.graph(Checkpoint.model(source.origin(), metadata));
      metadata.putIfAbsent(CaffeMetadata.NET, graph.name());
      CaffeTypes.of(graph)
          .forEach((layer, name) -> metadata.putIfAbsent(CaffeMetadata.LAYER_TYPE + layer, name));
    }
    return metadata;
  }

  private void print(Conversion conversion, WeightFormat format, int leftOut) {
    long values = conversion.arrays().stream().mapToLong(WeightEntry::count).sum();
    if (output.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("in", in.toString());
      json.put("out", out.toString());
      json.put("format", format.suffix().substring(1));
      json.put("arrays", conversion.arrays().size());
      json.put("values", values);
      json.put("leftOut", leftOut);
      output.object(json);
    } else {
      output.println(
          "%s: %d arrays, %,d values%s"
              .formatted(
                  out,
                  conversion.arrays().size(),
                  values,
                  leftOut > 0 ? " (%d left out)".formatted(leftOut) : ""));
    }
  }
}
