package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Fused for inference: final upsampling, crop and arg max; the full-size score map never exists.
 *
 * <p>Inputs: coarse scores (N,C,H,W) and the crop's reference (N,Cr,Hr,Wr), of which only the shape
 * counts. Output (N,1,Hr,Wr) of bytes; on a tie the lowest class. No gradient.
 *
 * @param deconv the upsampling, channel by channel, without bias
 * @param offset first row and column kept of the upsampled scores
 */
public record UpsampleArgMax(Deconv2d deconv, Extent2 offset) implements Op {

  /**
   * Checks the upsampling.
   *
   * @throws ShapeException if it mixes channels or has a bias
   */
  public UpsampleArgMax {
    if (!deconv.channelwise() || deconv.bias()) {
      throw new ShapeException(
          "UpsampleArgMax needs an upsampling that is channel by channel, without bias");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, 2);
    Shape full = deconv.output(inputs.subList(0, 1));
    ArgMax.checkClasses(this, full);
    Checks.cropFits(this, full, offset, inputs.get(1));
    return new Shape(full.n(), 1, inputs.get(1).h(), inputs.get(1).w());
  }

  @Override
  public List<ParameterSpec> parameters() {
    return deconv.parameters();
  }

  @Override
  public ElementType outputType() {
    return ElementType.UINT8;
  }

  @Override
  public CoordinateMap coordinates() {
    return deconv.coordinates().then(CoordinateMap.cropped(offset));
  }

  @Override
  public Window window() {
    return deconv.window();
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return deconv.multiplyAdds(inputs.subList(0, 1));
  }

  @Override
  public boolean readsValues(int input) {
    return input == 0;
  }

  @Override
  public boolean differentiable(int input) {
    return false;
  }
}
