package fcn4j.train;

import fcn4j.data.Batch;
import fcn4j.data.Dataset;
import fcn4j.data.Placement;
import fcn4j.data.Prefetcher;
import fcn4j.data.Preparation;
import fcn4j.data.Sample;
import fcn4j.graph.Executor;
import fcn4j.graph.GraphException;
import fcn4j.net.FcnHead;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Scores a net on a dataset: every picture once, by itself and at its own size, unless another
 * batch size is asked for.
 *
 * <p>Borrows the executor, which must be one for inference that keeps the output node, and the loss
 * too if its mean is wanted: {@code Executor.inference(graph, parameters, Set.of("prediction",
 * "loss"))}. It uses the parameters as they are at the time.
 *
 * <p>Source: the reference's {@code score.py}: one confusion matrix over all pixels of the dataset,
 * and the mean of the images' losses.
 */
public final class Evaluation {
  private static final List<String> OUTPUTS = List.of(FcnHead.PREDICTION, FcnHead.SCORE);
  private static final int PREFETCHED = 2;

  private final Executor executor;
  private final String output;
  private final Dataset dataset;
  private final Preparation preparation;
  private final int batch;

  /** Hears how far an evaluation is. */
  @FunctionalInterface
  public interface Watcher {
    /** After every batch. */
    void scored(int imagesDone, int images);
  }

  private Evaluation(
      Executor executor, String output, Dataset dataset, Preparation preparation, int batch) {
    this.executor = executor;
    this.output = output;
    this.dataset = dataset;
    this.preparation = preparation;
    this.batch = batch;
  }

  /**
   * An evaluation by the node {@code prediction}, or {@code score} where there is none.
   *
   * @throws GraphException if the executor has neither
   */
  public static Evaluation of(Executor executor, Dataset dataset, Preparation preparation) {
    String output =
        OUTPUTS.stream()
            .filter(executor.graph()::hasNode)
            .findFirst()
            .orElseThrow(() ->
                new GraphException(
                    "net %s has none of the nodes %s to score; name another"
                        .formatted(executor.graph().name(), OUTPUTS)));
    return of(executor, output, dataset, preparation);
  }

  /**
   * An evaluation by a node of predicted classes (N,1,H,W) or of scores (N,K,H,W).
   *
   * @throws GraphException if there is no such node
   */
  public static Evaluation of(
      Executor executor, String output, Dataset dataset, Preparation preparation) {
    executor.graph().node(output);
    return new Evaluation(executor, output, dataset, preparation, 1);
  }

  /**
   * The same with several pictures of equal size at a time.
   *
   * @throws TrainException if it is below 1
   */
  public Evaluation withBatch(int pictures) {
    if (pictures < 1) {
      throw new TrainException("a batch needs at least 1 picture, got %d".formatted(pictures));
    }
    return new Evaluation(executor, output, dataset, preparation, pictures);
  }

  /** Scores without a watcher. */
  public Score run() {
    return run((done, images) -> {});
  }

  /**
   * Scores the dataset; waits.
   *
   * @throws fcn4j.data.DataException if a sample can't be loaded or has no label map
   */
  public Score run(Watcher watcher) {
    Confusion confusion = new Confusion(dataset.classes());
    boolean hasLoss = !executor.graph().losses().isEmpty();
    double lossSum = 0;
    int batches = Math.ceilDiv(dataset.size(), batch);
    try (Prefetcher<Batch> prefetcher = new Prefetcher<>(this::load, 0, PREFETCHED)) {
      for (int i = 0; i < batches; i++) {
        Batch next = prefetcher.next();
        ByteTensor everything = ByteTensor.filled(next.labels().shape(), 1);
        executor.forward(PassFeeds.of(executor.graph(), next, everything));
        confusion.add(next.labels(), predictions());
        lossSum += hasLoss ? executor.loss() : 0;
        watcher.scored(Math.min(dataset.size(), (i + 1) * batch), dataset.size());
      }
    }
    OptionalDouble loss = hasLoss ? OptionalDouble.of(lossSum / batches) : OptionalDouble.empty();
    return new Score(dataset.name(), dataset.size(), confusion, loss);
  }

  /** The last batch may be smaller; numbers after it, which a prefetcher asks for, begin again. */
  private Batch load(long number) {
    int batches = Math.ceilDiv(dataset.size(), batch);
    int first = (int) (number % batches) * batch;
    int count = Math.min(batch, dataset.size() - first);
    List<Sample> samples = IntStream.range(first, first + count).mapToObj(dataset::get).toList();
    return preparation.batch(samples, Collections.nCopies(count, Placement.NONE), false);
  }

  private ByteTensor predictions() {
    ElementType type = executor.graph().node(output).op().outputType();
    return type == ElementType.UINT8 ? executor.readBytes(output) : argMax(executor.read(output));
  }

  /** The channel with the largest score at every pixel; on a tie the lowest. */
  static ByteTensor argMax(HostTensor scores) {
    Shape shape = scores.shape();
    int plane = shape.h() * shape.w();
    byte[] labels = new byte[shape.n() * plane];
    for (int n = 0; n < shape.n(); n++) {
      int image = n * shape.c() * plane;
      for (int pixel = 0; pixel < plane; pixel++) {
        int best = 0;
        for (int c = 1; c < shape.c(); c++) {
          if (scores.data()[image + c * plane + pixel]
              > scores.data()[image + best * plane + pixel]) {
            best = c;
          }
        }
        labels[n * plane + pixel] = (byte) best;
      }
    }
    return new ByteTensor(shape.withChannels(1), labels);
  }
}
