package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Fused: final upsampling, crop and per-pixel softmax loss; the full-size score map never exists.
 *
 * <p>Inputs: coarse scores (N,C,H,W); labels (N,1,Hl,Wl), bytes, whose extents are those of the
 * crop; with a masked loss also the mask (N,1,Hl,Wl). Output: one number. The weights are fixed:
 * there is a gradient with respect to the coarse scores only. The deconvolution has no bias.
 *
 * @param deconv the upsampling, channel by channel ({@link Deconv2d#channelwise()})
 * @param offset first row and column kept of the upsampled scores
 * @param loss the loss
 */
public record UpsampleSoftmaxLoss(Deconv2d deconv, Extent2 offset, SoftmaxLoss loss) implements Op {

  /**
   * Checks the upsampling.
   *
   * @throws ShapeException if it mixes channels or has a bias
   */
  public UpsampleSoftmaxLoss {
    if (!deconv.channelwise() || deconv.bias()) {
      throw new ShapeException(
          "UpsampleSoftmaxLoss needs an upsampling that is channel by channel, without bias");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, loss.masked() ? 3 : 2);
    Shape full = deconv.output(inputs.subList(0, 1));
    Shape labels = inputs.get(1);
    loss.checkScores(this, full);
    Checks.cropFits(this, full, offset, labels);
    Shape scores = new Shape(full.n(), full.c(), labels.h(), labels.w());
    for (Shape pixels : inputs.subList(1, inputs.size())) {
      Checks.labels(this, scores, pixels);
    }
    return Shape.scalar();
  }

  @Override
  public List<ParameterSpec> parameters() {
    return deconv.parameters();
  }

  @Override
  public ElementType inputType(int input) {
    return input == 0 ? ElementType.FLOAT32 : ElementType.UINT8;
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return deconv.multiplyAdds(inputs.subList(0, 1));
  }

  @Override
  public boolean backwardReadsInput(int input) {
    return true;
  }

  @Override
  public boolean isLoss() {
    return true;
  }
}
