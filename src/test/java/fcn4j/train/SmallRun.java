package fcn4j.train;

import fcn4j.data.ChannelOrder;
import fcn4j.data.Dataset;
import fcn4j.data.MeanColour;
import fcn4j.data.Preparation;
import fcn4j.graph.Executor;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnHead;
import fcn4j.net.FcnVariant;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.net.VggShape;
import fcn4j.op.LossNormalisation;
import fcn4j.reference.ReferenceBackend;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A net of two stages with dropout and a skip on the reference backend, ready to be trained. */
final class SmallRun implements AutoCloseable {
  static final Preparation PREPARATION =
      new Preparation(ChannelOrder.BGR, MeanColour.MIDDLE, 1 / 64f);
  static final Dataset DATA = new Stripes(6, 13, 18, 0);

  final Graph graph;
  final ReferenceBackend backend = new ReferenceBackend(1);
  final Parameters parameters;
  final Executor training;
  final Executor inference;

  SmallRun(LossOptions loss, double dropout) {
    VggShape shape =
        new VggShape(
                3, List.of(new VggShape.Stage(1, 4), new VggShape.Stage(1, 6)), 1, 3, 8, 8, dropout)
            .withSafePad();
    NetOptions net = NetOptions.of(3).withLoss(loss.op());
    graph = Nets.fcn("small", shape, FcnVariant.FCN_16S, net);
    parameters = new Parameters(graph, backend, true);
    parameters.initialise(5);
    training = Executor.training(graph, parameters, Set.of());
    Set<String> outputs = Set.of(FcnHead.PREDICTION, FcnHead.SCORE, FcnHead.LOSS);
    inference = Executor.inference(graph, parameters, outputs);
  }

  /** With a loss that is a mean over pixels, and dropout. */
  static SmallRun usual() {
    return new SmallRun(LossOptions.plain(LossNormalisation.VALID), 0.5);
  }

  /** Two pictures a pass, a falling rate, everything random switched on. */
  static TrainingOptions options(long iterations) {
    Sgd sgd =
        Sgd.fixed(0, 0.9, 5e-4)
            .withRate(LearningRate.parse("step:gamma=0.5,stepsize=4", 0.02))
            .withIterSize(2);
    return new TrainingOptions(
        "custom",
        sgd,
        LossOptions.plain(LossNormalisation.VALID),
        InputOptions.plain(2, SampleOrder.SHUFFLED).withAugmentation(true, 2),
        new Schedule(iterations, 3, 2, 0, 0, 0),
        77);
  }

  static ModelInfo model() {
    return new ModelInfo(
        "small", Map.of("stages", "2"), DATA.classNames(), DATA.colours(), PREPARATION);
  }

  Trainer trainer(TrainingOptions options) {
    return trainer(options, DATA);
  }

  Trainer trainer(TrainingOptions options, Dataset dataset) {
    return new Trainer(training, parameters, options.feed(dataset, PREPARATION)::batch, options);
  }

  Evaluation evaluation() {
    return Evaluation.of(inference, DATA, PREPARATION);
  }

  /** All values, and the momentum of what is trained, by name. */
  Map<String, float[]> weights() {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      weights.put(parameter.name(), parameters.get(parameter.name()));
      if (parameters.isTrained(parameter.name())) {
        weights.put("momentum/" + parameter.name(), parameters.momentum(parameter.name()));
      }
    }
    return weights;
  }

  @Override
  public void close() {
    training.close();
    inference.close();
    parameters.close();
    backend.close();
  }
}
