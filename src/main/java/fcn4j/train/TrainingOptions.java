package fcn4j.train;

import fcn4j.data.Augmentation;
import fcn4j.data.Dataset;
import fcn4j.data.Feed;
import fcn4j.data.Placement;
import fcn4j.data.Preparation;

/**
 * Everything that a training run follows from, beside net, data and starting weights: plain values,
 * written to the run folder.
 *
 * @param recipe name of the recipe that they come from, or {@code custom}
 * @param sgd the solver
 * @param loss how the loss is formed; the net must be built with {@link LossOptions#op}
 * @param input which pictures a pass takes
 * @param schedule how long, and what happens every so often
 * @param seed of sampling, augmentation, dropout, loss sampling and initial weights
 */
public record TrainingOptions(
    String recipe, Sgd sgd, LossOptions loss, InputOptions input, Schedule schedule, long seed) {

  /** The same with another solver. */
  public TrainingOptions withSgd(Sgd other) {
    return new TrainingOptions(recipe, other, loss, input, schedule, seed);
  }

  /** The same with another loss. */
  public TrainingOptions withLoss(LossOptions other) {
    return new TrainingOptions(recipe, sgd, other, input, schedule, seed);
  }

  /** The same with other input. */
  public TrainingOptions withInput(InputOptions other) {
    return new TrainingOptions(recipe, sgd, loss, other, schedule, seed);
  }

  /** The same with another schedule. */
  public TrainingOptions withSchedule(Schedule other) {
    return new TrainingOptions(recipe, sgd, loss, input, other, seed);
  }

  /** The same with another seed. */
  public TrainingOptions withSeed(long other) {
    return new TrainingOptions(recipe, sgd, loss, input, schedule, other);
  }

  /** The batches of a dataset, drawn and altered as these options say. */
  public Feed feed(Dataset dataset, Preparation preparation) {
    Augmentation augmentation =
        new Augmentation(input.mirror(), input.jitterPixels(), Placement.Margin.IGNORE, seed);
    return new Feed(
        dataset,
        input.order().sampler(dataset.size(), seed),
        preparation,
        augmentation,
        input.batch(),
        input.pad());
  }
}
