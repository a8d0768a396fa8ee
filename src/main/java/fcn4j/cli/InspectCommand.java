package fcn4j.cli;

import fcn4j.report.TextTable;
import fcn4j.weights.ArrayStatistics;
import fcn4j.weights.CaffeFile;
import fcn4j.weights.CaffeLayer;
import fcn4j.weights.CaffeLayers;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fcn4j inspect}: what is in a file of weights. */
@Command(
    name = "inspect",
    description = {
      "Shows what is in a file of weights: layers, shapes, and what the values are like.",
      "Takes .caffemodel, .solverstate, .binaryproto, .safetensors, .npz and .npy files."
    })
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path path = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    try (WeightFile file = WeightFiles.open(path)) {
      List<CaffeLayer> layers = layers(file);
      if (output.json()) {
        printJson(file, layers);
      } else {
        printTable(file, layers);
      }
    }
    return 0;
  }

  private static List<CaffeLayer> layers(WeightFile file) {
    return file instanceof CaffeFile net && !net.layers().isEmpty()
        ? net.layers()
        : CaffeLayers.ofNames(file.entries(), file.metadata());
  }

  private void printJson(WeightFile file, List<CaffeLayer> layers) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("file", path.toString());
    head.put("format", file.format().suffix().substring(1));
    head.put("layers", layers.size());
    head.put("arrays", file.entries().size());
    head.put("values", values(file));
    head.put("metadata", file.metadata());
    output.object(head);
    for (CaffeLayer layer : layers) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("layer", layer.name());
      json.put("type", layer.type());
      json.put("bottoms", layer.bottoms());
      json.put("tops", layer.tops());
      json.put("arrays", layer.arrays().stream().map(entry -> json(file, entry)).toList());
      output.object(json);
    }
  }

  private static Map<String, @Nullable Object> json(WeightFile file, WeightEntry entry) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", entry.name());
    json.put("shape", entry.dims());
    json.put("storedAs", file.storedType(entry));
    json.put("values", entry.count());
    if (!file.isReadable(entry)) {
      return json;
    }
    ArrayStatistics statistics = ArrayStatistics.of(entry, file);
    json.put("min", numberOrNull(statistics.min()));
    json.put("max", numberOrNull(statistics.max()));
    json.put("mean", numberOrNull(statistics.mean()));
    json.put("std", numberOrNull(statistics.deviation()));
    json.put("nan", statistics.notNumbers());
    json.put("infinite", statistics.infinities());
    return json;
  }

  /** JSON has no NaN. */
  private static @Nullable Double numberOrNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private void printTable(WeightFile file, List<CaffeLayer> layers) {
    output.println(
        "%s: %s, %d arrays, %,d values"
            .formatted(path, file.format().description(), file.entries().size(), values(file)));
    file.metadata().entrySet().stream()
        .filter(text -> !text.getKey().startsWith("caffe.type."))
        .forEach(text -> output.println("  %s: %s".formatted(text.getKey(), text.getValue())));
    TextTable table =
        new TextTable(
            "layer",
            "type",
            "array",
            "shape",
            "stored as",
            "min",
            "max",
            "mean",
            "std",
            "unusable");
    for (CaffeLayer layer : layers) {
      if (layer.arrays().isEmpty()) {
        table.row(layer.name(), layer.type(), "", "", "", "", "", "", "", "");
      }
      for (WeightEntry entry : layer.arrays()) {
        boolean first = entry.equals(layer.arrays().getFirst());
        addRow(table, first ? layer.name() : "", first ? layer.type() : "", file, entry);
      }
    }
    output.println(table.toString());
  }

  private static void addRow(
      TextTable table, String layer, String type, WeightFile file, WeightEntry entry) {
    String array = entry.name().substring(entry.name().lastIndexOf('.') + 1);
    String shape = entry.dims().toString().replace(" ", "");
    String stored = file.storedType(entry);
    if (!file.isReadable(entry)) {
      table.row(layer, type, array, shape, stored, "", "", "", "", "no floats");
      return;
    }
    ArrayStatistics statistics = ArrayStatistics.of(entry, file);
    table.row(
        layer,
        type,
        array,
        shape,
        stored,
        number(statistics.min()),
        number(statistics.max()),
        number(statistics.mean()),
        number(statistics.deviation()),
        unusable(statistics));
  }

  private static String unusable(ArrayStatistics statistics) {
    List<String> texts = new ArrayList<>();
    if (statistics.notNumbers() > 0) {
      texts.add(statistics.notNumbers() + " NaN");
    }
    if (statistics.infinities() > 0) {
      texts.add(statistics.infinities() + " infinite");
    }
    return String.join(", ", texts);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  private static long values(WeightFile file) {
    return file.entries().stream().mapToLong(WeightEntry::count).sum();
  }
}
