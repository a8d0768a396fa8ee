package fcn4j.benchmarks;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.tensor.Shape;

/**
 * A net with random weights on a device, and the shape of its images. Owns the parameters, borrows
 * the backend.
 *
 * @param graph as the net is written
 * @param parameters on the device
 * @param image shape of a batch of images
 */
record NetModel(Graph graph, Parameters parameters, Shape image) implements AutoCloseable {
  /** The number of classes of PASCAL VOC, background included. */
  static final int CLASSES = 21;

  /** What weights, images and labels follow from. */
  static final long SEED = 1;

  /** Builds a net; its score layers are 0, as training begins. */
  static NetModel open(Backend backend, NetParams params, boolean training) {
    Graph graph = Nets.build(params.net, CLASSES);
    int channels = Nets.entry(params.net).inputChannels();
    Shape image = ImageSize.of(params.size).shape(params.batch, channels);
    Parameters parameters = new Parameters(graph, backend, training);
    parameters.initialise(SEED);
    return new NetModel(graph, parameters, image);
  }

  /** Makes the score layers random, so that predictions vary and gradients flow. */
  void spreadScores() {
    Filler filler = new Filler.Gaussian(0.01);
    for (Parameter parameter : parameters.all()) {
      if (parameter.name().startsWith("score_") && parameter.name().endsWith(".weight")) {
        parameters.set(parameter.name(), filler.fill(parameter.name(), parameter.spec(), SEED));
      }
    }
  }

  @Override
  public void close() {
    parameters.close();
  }
}
