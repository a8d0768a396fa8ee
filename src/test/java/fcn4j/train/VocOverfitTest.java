package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.data.ChannelOrder;
import fcn4j.data.Dataset;
import fcn4j.data.MeanColour;
import fcn4j.data.Preparation;
import fcn4j.data.VocFolder;
import fcn4j.graph.Executor;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnHead;
import fcn4j.net.FcnVariant;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.Upsampling;
import fcn4j.net.VggShape;
import fcn4j.op.LossNormalisation;
import fcn4j.reference.ReferenceBackend;
import fcn4j.testing.RealData;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A small FCN learns the 13 real VOC photos by heart: what is wrong in the path from file to score
 * (label maps read amiss, crops off by a pixel, gradients of a skip lost) keeps it from that.
 *
 * <p>Photos and label maps are made smaller first, to a long side of 128 pixels, and scored at that
 * size, with every labelled pixel counted. Three stages of one convolution and the head of FCN-8s,
 * so that the strides are 8, 4 and 2 instead of 32, 16 and 8; upsampling is learned, without which
 * the boundaries of thin things stay as coarse as the stride. From random weights, without weight
 * decay and dropout, which are there to prevent what is wanted here. Classes are weighted by the
 * square root of median frequency, since the mean IU weighs a bottle like the background.
 *
 * <p>About a minute on two cores; it reaches a mean IU of 0.92.
 */
class VocOverfitTest {
  private static final int LONG_SIDE = 128;
  private static final List<VggShape.Stage> STAGES =
      List.of(new VggShape.Stage(1, 16), new VggShape.Stage(1, 32), new VggShape.Stage(1, 48));
  private static final Preparation PREPARATION =
      new Preparation(ChannelOrder.BGR, MeanColour.VOC, 1 / 60f);

  @Test
  void aSmallNetLearnsTheRealPhotosByHeart() {
    Dataset photos =
        new Downscaled(VocFolder.open(RealData.require("voc-mini"), "trainval"), LONG_SIDE);
    assertThat(photos.size()).isEqualTo(13);
    Score score = train(photos, options(photos));
    Metrics metrics = score.metrics(AbsentClasses.AS_REFERENCE_CODE);
    assertThat(score.confusion().total()).isGreaterThan(130_000);
    assertThat(metrics.meanIu()).isGreaterThan(0.9);
    assertThat(metrics.pixelAccuracy()).isGreaterThan(0.95);
  }

  private static TrainingOptions options(Dataset photos) {
    long iterations = 1300;
    LearningRate rate = new LearningRate.Poly(0.01, 0.9, iterations);
    List<Float> weights =
        ClassFrequencies.of(photos).medianWeights().stream()
            .map(weight -> (float) Math.sqrt(weight))
            .toList();
    return new TrainingOptions(
        "custom",
        Sgd.fixed(0, 0.95, 0).withRate(rate),
        LossOptions.plain(LossNormalisation.VALID).withClassWeights(weights),
        InputOptions.plain(1, SampleOrder.SHUFFLED),
        Schedule.of(iterations, 0, 0),
        1);
  }

  private static Score train(Dataset photos, TrainingOptions options) {
    VggShape shape = new VggShape(3, STAGES, 1, 5, 96, 96, 0).withSafePad();
    NetOptions net =
        NetOptions.of(photos.classes())
            .withUpsampling(Upsampling.ALL_LEARNED)
            .withLoss(options.loss().op());
    Graph graph = Nets.fcn("small", shape, FcnVariant.FCN_8S, net);
    Graph losses = Fusion.rewrite(graph.prunedTo(graph.losses()), Set.of());
    try (ReferenceBackend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(graph, backend, true)) {
      parameters.initialise(options.seed());
      try (Executor training = Executor.training(losses, parameters, Set.of());
          Executor inference = Executor.inference(graph, parameters, Set.of(FcnHead.PREDICTION))) {
        new Trainer(training, parameters, options.feed(photos, PREPARATION)::batch, options).run();
        return Evaluation.of(inference, photos, PREPARATION).run();
      }
    }
  }
}
