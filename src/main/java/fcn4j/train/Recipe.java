package fcn4j.train;

import fcn4j.op.LossNormalisation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A named set of options from the paper or from the reference's released solver files, one a net
 * and stage: {@code conference-fcn32s}, {@code heavy-fcn16s}, {@code heavy-siftflow-fcn8s}.
 *
 * <p><b>{@code conference-…}</b>, the paper's section 4.3: minibatches of 20 images, fixed rates
 * (VGG16 1e-4, AlexNet 1e-3, GoogLeNet 5e-5), momentum 0.9, weight decay 5e-4, the loss a mean over
 * labelled pixels, no augmentation, no class weights. Images differ in size, so the 20 are passes
 * of one image whose gradients are averaged.
 *
 * <ul>
 *   <li>The paper prints the decay as "5^-4 or 2^-4" and GoogLeNet's rate as "5^-5"; they are read
 *       as 5e-4 and 5e-5.
 *   <li>The rate falls by 100 from 32s to 16s; for 8s the paper says "in this fashion", read as
 *       another 100, as in the released files.
 *   <li>At least 175 epochs of 8,498 images in batches of 20 are about 75,000 iterations; 16s and
 *       8s took a day each against three for 32s, so a third. 8s at once is not in this paper; its
 *       row is 32s's.
 *   <li>The paper learns the intermediate upsampling, the released nets keep all of it fixed: that
 *       is the net's affair. AlexNet's released rate is 1e-4 instead of 1e-3.
 * </ul>
 *
 * <p><b>{@code heavy-…}</b>, the released solver files: batch 1, momentum 0.99, rates 1e-10, 1e-12,
 * 1e-14 by stage on the loss <em>summed</em> over an image's pixels, weight decay 5e-4 (next to a
 * summed loss practically none). 1e-10 on the sum is about 2e-5 on the mean of a 500x375 image.
 *
 * <ul>
 *   <li>{@code heavy-…} alone is VOC; {@code heavy-nyud-…}, {@code heavy-siftflow-…}, {@code
 *       heavy-context-…} are the other datasets. SIFT Flow's 8s keeps 1e-12.
 *   <li>Iterations are those that the scripts run: NYUDv2 and SIFT Flow 100,000 and PASCAL-Context
 *       400,000, although their solver files say 300,000.
 *   <li>AlexNet's file is of the other kind: 1e-4 on the mean loss, momentum 0.9, 20 passes an
 *       update.
 * </ul>
 *
 * @param name family and net
 * @param options what it stands for
 */
public record Recipe(String name, TrainingOptions options) {
  private static final double DECAY = 5e-4;
  private static final int MINIBATCH = 20;

  /** What the names of nets smaller than the reference's end in. */
  private static final Pattern SIZE = Pattern.compile("(-norm-pool|-pad100)?(-narrow|-tiny)?$");

  /** The data layers' seed in the released nets. */
  private static final long SEED = 1337;

  private static final List<Recipe> ALL = new ArrayList<>();

  static {
    conference("fcn32s", 1e-4, 75_000);
    conference("fcn16s", 1e-6, 25_000);
    conference("fcn8s", 1e-8, 25_000);
    conference("fcn8s-atonce", 1e-4, 75_000);
    conference("fcn-alexnet", 1e-3, 75_000);
    conference("fcn-googlenet-32s", 5e-5, 75_000);
    conference("fcn-googlenet-16s", 5e-7, 25_000);
    conference("fcn-googlenet-8s", 5e-9, 25_000);
    heavy("fcn32s", 1e-10, 100_000, 4000);
    heavy("fcn16s", 1e-12, 100_000, 4000);
    heavy("fcn8s", 1e-14, 100_000, 4000);
    heavy("fcn8s-atonce", 1e-10, 300_000, 4000);
    add("heavy-fcn-alexnet", mean(1e-4), SampleOrder.WITH_REPLACEMENT, 100_000, 4000);
    heavy("nyud-fcn32s", 1e-10, 100_000, 2000);
    heavy("nyud-fcn32s-color-hha", 1e-12, 100_000, 2000);
    heavy("siftflow-fcn32s", 1e-10, 100_000, 2000);
    heavy("siftflow-fcn16s", 1e-12, 100_000, 2000);
    heavy("siftflow-fcn8s", 1e-12, 100_000, 2000);
    heavy("context-fcn32s", 1e-10, 400_000, 8000);
    heavy("context-fcn16s", 1e-12, 400_000, 8000);
    heavy("context-fcn8s", 1e-14, 400_000, 8000);
  }

  /** All recipes. */
  public static List<Recipe> all() {
    return List.copyOf(ALL);
  }

  /**
   * The recipe with a name.
   *
   * @throws TrainException if there is none; the message lists all
   */
  public static Recipe of(String name) {
    return ALL.stream()
        .filter(recipe -> recipe.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new TrainException(
                "unknown recipe '%s'; choose one of %s"
                    .formatted(name, String.join(", ", ALL.stream().map(Recipe::name).toList()))));
  }

  /**
   * The recipe of a family for a net: {@code heavy} and {@code fcn16s} give {@code heavy-fcn16s};
   * so do {@code heavy} and {@code fcn16s-narrow}, since the recipe goes by head and stage.
   *
   * @throws TrainException if there is none
   */
  public static Recipe of(String family, String net) {
    return of(family + "-" + SIZE.matcher(net).replaceFirst(""));
  }

  private static void conference(String net, double rate, long iterations) {
    add("conference-" + net, mean(rate), SampleOrder.SHUFFLED, iterations, 4000);
  }

  private static void heavy(String net, double rate, long iterations, long every) {
    Solver solver = new Solver(Sgd.fixed(rate, 0.99, DECAY), LossNormalisation.BATCH_SIZE);
    add("heavy-" + net, solver, SampleOrder.WITH_REPLACEMENT, iterations, every);
  }

  private static Solver mean(double rate) {
    Sgd sgd = Sgd.fixed(rate, 0.9, DECAY).withIterSize(MINIBATCH);
    return new Solver(sgd, LossNormalisation.VALID);
  }

  private record Solver(Sgd sgd, LossNormalisation normalisation) {}

  private static void add(
      String name, Solver solver, SampleOrder order, long iterations, long every) {
    TrainingOptions options =
        new TrainingOptions(
            name,
            solver.sgd(),
            LossOptions.plain(solver.normalisation()),
            InputOptions.plain(1, order),
            Schedule.of(iterations, every, every),
            SEED);
    ALL.add(new Recipe(name, options));
  }
}
