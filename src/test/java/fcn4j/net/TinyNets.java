package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Random;

/** Nets and inputs that are small enough to be run by tests. */
public final class TinyNets {
  /** The golden net: three stages of one narrow convolution. */
  public static final VggShape GOLDEN =
      new VggShape(
          3,
          List.of(new VggShape.Stage(1, 4), new VggShape.Stage(1, 6), new VggShape.Stage(1, 8)),
          8,
          3,
          10,
          10,
          0);

  /** The same with a larger fc6, for images of any size. */
  public static final VggShape SHAPE =
      new VggShape(3, GOLDEN.stages(), 0, 4, 10, 10, 0).withSafePad();

  public static final int CLASSES = 5;

  private TinyNets() {}

  /** An FCN with the loss summed over all pixels. */
  public static Graph fcn(FcnVariant variant, Upsampling upsampling) {
    return fcn(SHAPE, variant, upsampling);
  }

  public static Graph fcn(VggShape shape, FcnVariant variant, Upsampling upsampling) {
    NetOptions options =
        NetOptions.of(CLASSES)
            .withUpsampling(upsampling)
            .withLoss(SoftmaxLoss.plain(LossNormalisation.SUM));
    return Nets.fcn("tiny-" + variant.netName(), shape, variant, options);
  }

  /** Fills everything, also what starts at zero or bilinear, with small random values. */
  public static void randomise(Parameters parameters, long seed) {
    parameters.initialise(seed);
    for (Parameter parameter : parameters.all()) {
      Filler filler = new Filler.Gaussian(0.3);
      if (parameter.trainable()) {
        parameters.set(parameter.name(), filler.fill(parameter.name(), parameter.spec(), seed));
      }
    }
  }

  public static HostTensor image(Shape shape, long seed) {
    Random random = new Random(seed);
    HostTensor image = HostTensor.zeros(shape);
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = (float) random.nextGaussian();
    }
    return image;
  }

  /** Labels of all classes; about one in ten is to be ignored. */
  public static ByteTensor labels(Shape shape, int classes, long seed) {
    Random random = new Random(seed);
    ByteTensor labels = ByteTensor.filled(shape.withChannels(1), 0);
    for (int i = 0; i < labels.data().length; i++) {
      boolean ignored = random.nextInt(10) == 0;
      labels.data()[i] = (byte) (ignored ? 255 : random.nextInt(classes));
    }
    return labels;
  }
}
