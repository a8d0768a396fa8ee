package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.op.LossNormalisation;
import fcn4j.op.SoftmaxLoss;

/**
 * What may be chosen of a net besides its name.
 *
 * @param classes number of classes
 * @param filler initial weights of the trunk: {@link Filler.He} for training from scratch; the
 *     reference has the constant 0, since its weights come from a file
 * @param upsampling which deconvolutions are learned
 * @param loss the loss
 */
public record NetOptions(int classes, Filler filler, Upsampling upsampling, SoftmaxLoss loss) {

  /** Random trunk, fixed upsampling, and the reference's loss: the sum over an image's pixels. */
  public static NetOptions of(int classes) {
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.BATCH_SIZE);
    return new NetOptions(classes, new Filler.He(), Upsampling.FIXED, loss);
  }

  /** The same with other initial weights of the trunk. */
  public NetOptions withFiller(Filler other) {
    return new NetOptions(classes, other, upsampling, loss);
  }

  /** The same with other upsampling. */
  public NetOptions withUpsampling(Upsampling other) {
    return new NetOptions(classes, filler, other, loss);
  }

  /** The same with another loss. */
  public NetOptions withLoss(SoftmaxLoss other) {
    return new NetOptions(classes, filler, upsampling, other);
  }
}
