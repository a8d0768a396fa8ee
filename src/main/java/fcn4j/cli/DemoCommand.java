package fcn4j.cli;

import fcn4j.op.Backend;
import fcn4j.report.TextTable;
import fcn4j.train.RunFolder;
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

/** {@code fcn4j demo}: the main job in a few minutes. */
@Command(
    name = "demo",
    description = {
      "Shows the whole path on handwritten digits, in a few minutes.",
      "A small classifier learns the digits, is cast into a fully convolutional net and fine-tuned in",
      "three stages of finer stride on scenes of several digits, as the paper does with 32s, 16s and",
      "8s. Each stage is scored on held-out scenes; pictures of all three, curves and checkpoints are",
      "written."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      description = "Where to write (default: runs/demo-DATE).")
  private @Nullable Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--effort",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Share of the iterations to make, for a quick look (default: ${DEFAULT-VALUE}).")
  private double effort = 1;

  @Mixin private DeviceOptions device = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    if (!(effort > 0 && effort <= 100)) {
      throw new BadInputException("--effort must be above 0 and at most 100, got " + effort);
    }
    Path folder = out == null ? TrainingRun.newFolder("demo") : out;
    RunFolder.requireUnused(folder);
    Demo demo = new Demo(DemoPlan.standard(seed).withEffort(effort), folder, output.quietly());
    try (Backend backend = device.openForTraining(output)) {
      List<Demo.Part> parts = demo.run(backend);
      Path stages = folder.resolve("stages.png");
      Path curve = folder.resolve("curve.png");
      DemoPictures.stages(stages, demo, backend);
      DemoPictures.curve(curve, parts);
      parts.forEach(this::printJson);
      printTable(parts, stages, curve, demo);
    }
    return 0;
  }

  private void printJson(Demo.Part part) {
    if (output.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("part", part.name());
      json.put("pixelAccuracy", part.metrics().pixelAccuracy());
      json.put("meanAccuracy", part.metrics().meanAccuracy());
      json.put("meanIu", part.metrics().meanIu());
      json.put("frequencyWeightedIu", part.metrics().frequencyWeightedIu());
      json.put("seconds", part.seconds());
      json.put("folder", part.folder().toString());
      output.object(json);
    }
  }

  private void printTable(List<Demo.Part> parts, Path stages, Path curve, Demo demo) {
    if (output.json()) {
      return;
    }
    TextTable table =
        new TextTable("part", "pixel acc.", "mean acc.", "mean IU", "f.w. IU", "seconds");
    for (Demo.Part part : parts) {
      table.row(
          part.name(),
          ScoreTable.percent(part.metrics().pixelAccuracy()),
          ScoreTable.percent(part.metrics().meanAccuracy()),
          ScoreTable.percent(part.metrics().meanIu()),
          ScoreTable.percent(part.metrics().frequencyWeightedIu()),
          String.format(Locale.ROOT, "%.1f", part.seconds()));
    }
    output.println("");
    output.println(table.toString());
    output.println("The classifier is scored on held-out patches, the stages on held-out scenes.");
    output.println("pictures   " + stages);
    output.println("curves     " + curve);
    output.println("try        ./fcn4j evaluate --data digits --weights " + demo.checkpoint(3));
  }
}
