package fcn4j.benchmarks;

import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.op.Stopwatch;
import fcn4j.tensor.ByteTensor;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A net on a device with a batch of random images, for inference. Owns the backend. */
final class InferenceTrial {
  private final Backend backend;
  private final NetModel model;
  private final Executor executor;
  private final Feeds feeds;
  private final Stopwatch stopwatch;
  private @Nullable ByteTensor last;

  /**
   * Opens a net with random score layers, and checks a prediction.
   *
   * @throws IllegalStateException if it can't be right
   */
  InferenceTrial(Backend backend, NetParams params) {
    this.backend = backend;
    model = NetModel.open(backend, params, false);
    model.spreadScores();
    Graph fused = LayerForm.fused(model.graph(), FcnHead.PREDICTION);
    executor =
        Executor.inference(
            fused, model.parameters(), Set.of(FcnHead.PREDICTION), params.parsedMargin());
    feeds = Feeds.of(Nets.IMAGE, RandomValues.images(model.image(), NetModel.SEED));
    stopwatch = backend.stopwatch(2);
    check(predict());
    Gauge.describe(
        NetWork.prediction(fused, model.image(), params.parsedMargin()), backend::peakBytes);
  }

  /** Copies the images in, computes the classes of all pixels and copies them out; waits. */
  ByteTensor predict() {
    stopwatch.mark(0);
    executor.forward(feeds);
    stopwatch.mark(1);
    ByteTensor classes = executor.readBytes(FcnHead.PREDICTION);
    Gauge.deviceMillis(stopwatch.millis(0, 1), 1);
    last = classes;
    return classes;
  }

  private static void check(ByteTensor prediction) {
    byte[] classes = prediction.data();
    boolean varied = false;
    for (byte found : classes) {
      int number = Byte.toUnsignedInt(found);
      if (number >= NetModel.CLASSES) {
        throw new IllegalStateException(
            "predicted class %d of %d".formatted(number, NetModel.CLASSES));
      }
      varied |= found != classes[0];
    }
    if (!varied) {
      throw new IllegalStateException("class %d was predicted everywhere".formatted(classes[0]));
    }
  }

  /**
   * Checks the last prediction: all classes, and not the same one everywhere; frees everything.
   *
   * @throws IllegalStateException if it is not so
   */
  void finish() {
    try (backend;
        model;
        executor;
        stopwatch) {
      check(Objects.requireNonNull(last));
    }
  }
}
