package fcn4j.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Draws the course of a training run: the loss, raw and smoothed, above the mean IU.
 *
 * @param title stands above the picture
 * @param loss one value an iteration
 * @param scores any number of curves of values 0 to 1, such as the mean IU on held-out pictures
 * @param stages where a new stage of training begins
 */
public record LossCurve(String title, Series loss, List<Series> scores, List<Stage> stages) {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 600;
  private static final int HEADER_PIXELS = 44;
  private static final int SMOOTH_POINTS = 40;
  private static final Color LOSS = new Color(0x1f4e9e);
  private static final Color RAW = new Color(0xb9cdea);
  private static final List<Color> SCORES =
      List.of(new Color(0xd9480f), new Color(0x2b8a3e), new Color(0x862e9c), new Color(0x846358));

  /**
   * A stage of training.
   *
   * @param iteration where it begins
   */
  public record Stage(double iteration, String name) {}

  /** Copies the lists. */
  public LossCurve {
    scores = List.copyOf(scores);
    stages = List.copyOf(stages);
  }

  /** Draws 960x600 pixels on white. */
  public BufferedImage draw() {
    Plot plot = new Plot(WIDTH, HEIGHT, title);
    int split = scores.isEmpty() ? HEIGHT : HEIGHT * 11 / 20;
    double last =
        DoubleStream.concat(
                DoubleStream.of(loss.lastIteration()),
                scores.stream().mapToDouble(Series::lastIteration))
            .max()
            .orElse(1);
    Panel upper = plot.panel(HEADER_PIXELS, split, last, lossRange(), "loss", scores.isEmpty());
    upper.stages(stages);
    upper.line(loss, RAW, 1f);
    smoothParts().forEach(part -> upper.line(part, LOSS, 2f));
    upper.key(List.of("each iteration", "smoothed"), List.of(RAW, LOSS));
    if (!scores.isEmpty()) {
      Panel lower = plot.panel(split, HEIGHT, last, scoreRange(), "score", true);
      lower.stages(stages);
      List<String> names = new ArrayList<>();
      List<Color> colours = new ArrayList<>();
      for (int i = 0; i < scores.size(); i++) {
        Color colour = SCORES.get(i % SCORES.size());
        lower.dots(scores.get(i), colour);
        names.add(scores.get(i).name());
        colours.add(colour);
      }
      lower.key(names, colours);
    }
    return plot.finish();
  }

  /**
   * The smoothed loss of each stage: a new stage may begin with a jump, which is not smoothed over.
   */
  private List<Series> smoothParts() {
    List<Double> cuts = new ArrayList<>(List.of(Double.NEGATIVE_INFINITY));
    stages.forEach(stage -> cuts.add(stage.iteration()));
    cuts.add(Double.POSITIVE_INFINITY);
    int reach = Math.max(1, loss.values().length / SMOOTH_POINTS);
    List<Series> parts = new ArrayList<>();
    for (int i = 0; i + 1 < cuts.size(); i++) {
      parts.add(loss.between(cuts.get(i), cuts.get(i + 1)).smoothed(reach));
    }
    return parts;
  }

  /**
   * From zero to a little above nearly all values, so that one wild iteration does not flatten the
   * rest.
   */
  private double[] lossRange() {
    double[] sorted = DoubleStream.of(loss.values()).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new double[] {0, 1};
    }
    double usual = sorted[(int) ((sorted.length - 1) * 0.99)];
    return new double[] {Math.min(0, sorted[0]), usual > 0 ? usual * 1.1 : 0};
  }

  private double[] scoreRange() {
    double highest =
        scores.stream()
            .flatMapToDouble(series -> DoubleStream.of(series.values()))
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    return new double[] {0, Math.min(1, Math.max(0.1, highest * 1.15))};
  }
}
