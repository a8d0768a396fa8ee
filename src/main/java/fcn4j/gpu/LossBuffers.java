package fcn4j.gpu;

import fcn4j.op.LossNormalisation;
import fcn4j.op.OpArgs;
import fcn4j.op.SoftmaxLoss;
import fcn4j.tensor.Shape;

/**
 * What the losses share: where maximum, inverse sum and scale are saved, the parts of the sum in
 * the workspace, the last stage of the sum, and the flag for wrong labels.
 */
final class LossBuffers implements AutoCloseable {
  private final Shape labels;
  private final int classes;
  private final int blocks;
  private final Call finish;
  private final long classWeights;
  private final LabelFlags.Flag flag;

  /**
   * Takes a flag and prepares the last stage.
   *
   * @param blocks of the forward kernel, each of which writes a part of the sum
   */
  LossBuffers(GpuContext gpu, SoftmaxLoss loss, Shape labels, int classes, int blocks) {
    this.labels = labels;
    this.classes = classes;
    this.blocks = blocks;
    long divisor =
        loss.normalisation() == LossNormalisation.VALID
            ? 0
            : (long) loss.normalisation().divisor(labels.n(), labels.count(), 0);
    finish =
        gpu.call(
            "softmax_loss",
            "softmax_loss_finish",
            Grids.single(blocks),
            3,
            blocks,
            divisor,
            loss.lossWeight());
    classWeights = gpu.constants().floats(loss.classWeights());
    flag = gpu.labelFlags().take();
  }

  /** The maximum and the inverse sum of each pixel, then the scale. */
  long savedBytes() {
    return (2 * labels.count() + 1) * Float.BYTES;
  }

  long workspaceBytes() {
    return 2L * blocks * Double.BYTES;
  }

  long pixelMax(OpArgs args) {
    return Addresses.saved(args, savedBytes());
  }

  long pixelInverse(OpArgs args) {
    return pixelMax(args) + labels.count() * Float.BYTES;
  }

  long scale(OpArgs args) {
    return pixelMax(args) + 2 * labels.count() * Float.BYTES;
  }

  long parts(OpArgs args) {
    return Addresses.workspace(args, workspaceBytes());
  }

  long classWeights() {
    return classWeights;
  }

  long flag() {
    return flag.address();
  }

  /** Enqueues the last stage of the sum. */
  void finish(OpArgs args) {
    finish.run(parts(args), Addresses.output(args), scale(args));
  }

  void verify() {
    flag.verify(labels, classes);
  }

  @Override
  public void close() {
    flag.close();
  }
}
