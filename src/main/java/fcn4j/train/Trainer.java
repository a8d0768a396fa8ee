package fcn4j.train;

import fcn4j.data.Batch;
import fcn4j.data.Prefetcher;
import fcn4j.graph.Executor;
import fcn4j.graph.Parameters;
import fcn4j.op.StepState;
import fcn4j.tensor.ByteTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: for every iteration, iterSize passes forward and backward whose gradients
 * accumulate, then one update.
 *
 * <p>Everything random follows from the options' seed and the number of the pass (batch number i is
 * a function of i; dropout and the loss' mask follow from (seed, i)), so equal runs give equal
 * numbers, and a run that is resumed from a checkpoint gives those of one that was not interrupted.
 *
 * <pre>{@code
 * Trainer trainer = new Trainer(executor, parameters, options.feed(dataset, preparation)::batch, options)
 *     .listener(progressBar)
 *     .evaluation(Evaluation.of(inference, heldOut, preparation), AbsentClasses.AS_REFERENCE_CODE)
 *     .folder(RunFolder.create(path, OptionsJson.write(options)), model);
 * TrainingState end = trainer.run();
 * }</pre>
 *
 * <p>Borrows everything it is given. For one thread, but for {@link #stop}.
 */
public final class Trainer {
  private static final int PREFETCHED = 2;

  private final Executor executor;
  private final Parameters parameters;
  private final LongFunction<Batch> batches;
  private final TrainingOptions options;
  private final LossSampling sampling;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final Pace pace = new Pace();
  private LossWatch losses;
  private long iteration;
  private volatile boolean stopping;
  private @Nullable Evaluation evaluation;
  private AbsentClasses convention = AbsentClasses.AS_REFERENCE_CODE;
  private @Nullable Output output;
  private long saved = -1;

  private record Output(RunFolder folder, ModelInfo model) {}

  /**
   * A run from its beginning.
   *
   * @param executor one for training, with the inputs {@code data}, {@code label} and, for a masked
   *     loss, {@code mask}
   * @param parameters those of the executor, with their starting values
   * @param batches makes the batch of pass number i, on another thread
   * @throws TrainException if the loss is to be sampled but the net takes no mask
   */
  public Trainer(
      Executor executor,
      Parameters parameters,
      LongFunction<Batch> batches,
      TrainingOptions options) {
    this.executor = executor;
    this.parameters = parameters;
    this.batches = batches;
    this.options = options;
    this.sampling = new LossSampling(options.loss().keepProbability(), options.seed());
    this.losses = new LossWatch(options.loss(), options.schedule().averageLoss(), List.of());
    if (options.loss().masked() && !PassFeeds.takesMask(executor.graph())) {
      throw new TrainException(
          "%s of the pixels are to count in the loss, but net %s has no input 'mask'; build it with a masked loss"
              .formatted(options.loss().keepProbability(), executor.graph().name()));
    }
  }

  /** Adds a listener; returns this. */
  public Trainer listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Evaluates when the schedule says so, and at the end; returns this. */
  public Trainer evaluation(Evaluation scoring, AbsentClasses absentClasses) {
    evaluation = scoring;
    convention = absentClasses;
    return this;
  }

  /** Writes metrics, scores and checkpoints when the schedule says so; returns this. */
  public Trainer folder(RunFolder folder, ModelInfo model) {
    output = new Output(folder, model);
    return this;
  }

  /**
   * Goes on from where another run stood, whose parameters and momentum were restored; returns
   * this.
   *
   * @throws TrainException if that run had another seed, or more iterations than this
   */
  public Trainer resume(TrainingState state) {
    if (state.seed() != options.seed()) {
      throw new TrainException(
          "the run to go on with has the seed %d, the options say %d; use its seed"
              .formatted(state.seed(), options.seed()));
    }
    if (state.iteration() > options.schedule().iterations()) {
      throw new TrainException(
          "the run to go on with has made %d iterations, %d are asked for; ask for more"
              .formatted(state.iteration(), options.schedule().iterations()));
    }
    iteration = state.iteration();
    losses = new LossWatch(options.loss(), options.schedule().averageLoss(), state.recentLosses());
    return this;
  }

  /** Where the run stands. */
  public TrainingState state() {
    return new TrainingState(iteration, options.seed(), losses.recent());
  }

  /** Ends the run after the current iteration, with a checkpoint; may be called by any thread. */
  public void stop() {
    stopping = true;
  }

  /** Whether the run was told to stop. */
  public boolean isStopping() {
    return stopping;
  }

  /**
   * Trains until the last iteration, or until stopped.
   *
   * @return where the run stands then
   * @throws DivergenceException if a loss is no longer of use; the update is not made, and earlier
   *     checkpoints stay
   * @throws fcn4j.data.DataException if a sample can't be loaded
   */
  public TrainingState run() {
    long last = options.schedule().iterations();
    long firstPass = iteration * options.sgd().iterSize();
    try (Prefetcher<Batch> prefetcher = new Prefetcher<>(batches, firstPass, PREFETCHED)) {
      while (iteration < last && !stopping) {
        Progress progress = iterate(prefetcher);
        listeners.forEach(listener -> listener.progressed(progress));
        boolean end = iteration == last;
        log(progress, end);
        if (evaluation != null && due(options.schedule().evaluateEvery(), end)) {
          evaluate(evaluation);
        }
        // A checkpoint comes last: what it stands for is then in the metrics, scores included.
        if (due(options.schedule().checkpointEvery(), end)) {
          save();
        }
      }
    }
    if (saved != iteration) {
      save();
    }
    return state();
  }

  private boolean due(long every, boolean end) {
    return end || Schedule.due(every, iteration);
  }

  private Progress iterate(Prefetcher<Batch> prefetcher) {
    pace.begin();
    int passes = options.sgd().iterSize();
    double rate = options.sgd().rate().rate(iteration);
    double lossSum = 0;
    long images = 0;
    for (int pass = 0; pass < passes; pass++) {
      Batch batch = prefetcher.next();
      images += batch.images().shape().n();
      lossSum += pass(batch, pass, rate);
    }
    double loss = lossSum / passes;
    losses.add(loss);
    options.sgd().update(parameters, iteration);
    iteration++;
    pace.end(images);
    long last = options.schedule().iterations();
    return new Progress(
        iteration,
        last,
        losses.average(),
        loss,
        rate,
        pace.imagesPerSecond(),
        pace.secondsFor(last - iteration));
  }

  private double pass(Batch batch, int pass, double rate) {
    long number = iteration * options.sgd().iterSize() + pass;
    ByteTensor mask = sampling.mask(batch.labels().shape(), number);
    executor.step(
        PassFeeds.of(executor.graph(), batch, mask),
        new StepState(options.seed(), number),
        pass > 0);
    double loss = executor.loss();
    if (losses.diverged(loss, batch.labels(), mask)) {
      throw new DivergenceException(iteration, loss, rate);
    }
    return loss;
  }

  private void log(Progress progress, boolean end) {
    if (output != null && due(options.schedule().logEvery(), end || iteration == 1)) {
      output.folder().metrics().append(progress);
    }
  }

  private void evaluate(Evaluation scoring) {
    Score score =
        scoring.run(
            (done, images) -> listeners.forEach(listener -> listener.evaluating(done, images)));
    if (output != null) {
      output.folder().metrics().append(iteration, score, convention);
    }
    listeners.forEach(listener -> listener.evaluated(iteration, score));
  }

  private void save() {
    if (output != null) {
      int keep = options.schedule().keepCheckpoints();
      Path file = output.folder().save(parameters, output.model(), state(), keep);
      saved = iteration;
      listeners.forEach(listener -> listener.saved(iteration, file));
    }
  }
}
