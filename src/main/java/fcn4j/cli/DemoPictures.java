package fcn4j.cli;

import fcn4j.data.Dataset;
import fcn4j.data.LabelMap;
import fcn4j.data.Sample;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Margin;
import fcn4j.op.Backend;
import fcn4j.report.LossCurve;
import fcn4j.report.Palette;
import fcn4j.report.Png;
import fcn4j.report.Series;
import fcn4j.report.SideBySide;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The pictures that the demo leaves: the stages side by side, and the curves of all of them. */
final class DemoPictures {
  private static final int SCENES = 5;
  private static final String PREDICTION = "prediction";

  private DemoPictures() {}

  /** Draws held-out scenes, their labels, and what each stage makes of them. */
  static void stages(Path file, Demo demo, Backend backend) {
    Dataset scenes = demo.heldOutScenes();
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < Math.min(SCENES, scenes.size()); i++) {
      samples.add(scenes.get(i));
    }
    Palette palette = Palette.of(scenes);
    List<List<BufferedImage>> columns = new ArrayList<>();
    columns.add(samples.stream().map(sample -> Png.of(sample.image())).toList());
    for (int stage = 1; stage < Demo.NETS.size(); stage++) {
      columns.add(predictions(demo.checkpoint(stage), samples, palette, backend));
    }
    columns.add(
        samples.stream().map(sample -> Png.of(sample.labels().orElseThrow(), palette)).toList());
    List<SideBySide.Row> rows = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      int row = i;
      rows.add(new SideBySide.Row("", columns.stream().map(column -> column.get(row)).toList()));
    }
    List<String> titles = List.of("scene", "stride 8", "stride 4", "stride 2", "truth");
    Png.write(file, new SideBySide(titles, rows).draw());
  }

  private static List<BufferedImage> predictions(
      Path checkpoint, List<Sample> samples, Palette palette, Backend backend) {
    List<BufferedImage> pictures = new ArrayList<>();
    Set<String> outputs = Set.of(PREDICTION);
    try (ModelFile file = ModelFile.open(checkpoint);
        Model model = file.load(backend);
        Executor executor = model.inference(outputs, Margin.REACH)) {
      model.awaitValues();
      for (Sample sample : samples) {
        executor.forward(Feeds.of("data", model.info().preparation().image(sample.image())));
        byte[] labels = executor.readBytes(PREDICTION).data();
        LabelMap map = new LabelMap(sample.image().height(), sample.image().width(), labels);
        pictures.add(Png.of(map, palette));
      }
    }
    return pictures;
  }

  /** Draws loss and mean IU over all stages. */
  static void curve(Path file, List<Demo.Part> parts) {
    List<Double> iterations = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    List<Double> scored = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    List<LossCurve.Stage> stages = new ArrayList<>();
    double start = 0;
    for (Demo.Part part : parts) {
      stages.add(new LossCurve.Stage(start, part.name()));
      Series loss = RunCurve.losses(part.folder());
      for (int i = 0; i < loss.values().length; i++) {
        iterations.add(start + loss.iterations()[i]);
        losses.add(loss.values()[i]);
      }
      start = iterations.isEmpty() ? start : iterations.getLast();
      if (!part.name().equals(parts.getFirst().name())) {
        // The classifier's score is of patches, not of scenes.
        scored.add(start);
        scores.add(part.metrics().meanIu());
      }
    }
    LossCurve curve =
        new LossCurve(
            "From a classifier of digits to an FCN of stride 2",
            series("loss", iterations, losses),
            List.of(series("mean IU, held out", scored, scores)),
            stages);
    Png.write(file, curve.draw());
  }

  private static Series series(String name, List<Double> iterations, List<Double> values) {
    return new Series(
        name,
        iterations.stream().mapToDouble(Double::doubleValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
