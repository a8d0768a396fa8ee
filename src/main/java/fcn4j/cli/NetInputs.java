package fcn4j.cli;

import fcn4j.graph.Feeds;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphInput;
import fcn4j.net.Nets;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs of a net for images of one size. */
final class NetInputs {
  private static final ImageSize USUAL = new ImageSize(500, 500);

  /** About what is left of a byte's range when a mean was subtracted. */
  private static final double LEAST_VALUE = -123;

  private static final double GREATEST_VALUE = 132;

  private NetInputs() {}

  /** The size that a classifier is made for; 500x500 for an FCN. */
  static ImageSize usualSize(Nets.Entry entry) {
    return entry.classifier() ? new ImageSize(entry.imageExtent(), entry.imageExtent()) : USUAL;
  }

  /** Shapes of all inputs: of a classifier's labels one a picture, else one a pixel. */
  static Map<String, Shape> shapes(Graph graph, ImageSize size, int batch, boolean classifier) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (GraphInput input : graph.inputs()) {
      boolean wholeImageLabel = classifier && input.type() == ElementType.UINT8;
      shapes.put(
          input.name(),
          wholeImageLabel
              ? new Shape(batch, input.channels(), 1, 1)
              : new Shape(batch, input.channels(), size.height(), size.width()));
    }
    return shapes;
  }

  /** Random images, and random labels where a net takes them. */
  static Feeds random(Graph graph, Map<String, Shape> shapes, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Feeds feeds = new Feeds();
    for (GraphInput input : graph.inputs()) {
      Shape shape = shapes.get(input.name());
      if (shape == null) {
        continue;
      }
      if (input.type() == ElementType.UINT8) {
        ByteTensor labels = ByteTensor.filled(shape, 0);
        for (int i = 0; i < labels.data().length; i++) {
          labels.data()[i] = (byte) random.nextInt(classes);
        }
        feeds.with(input.name(), labels);
      } else {
        HostTensor image = HostTensor.zeros(shape);
        for (int i = 0; i < image.data().length; i++) {
          image.data()[i] = (float) random.nextDouble(LEAST_VALUE, GREATEST_VALUE);
        }
        feeds.with(input.name(), image);
      }
    }
    return feeds;
  }
}
