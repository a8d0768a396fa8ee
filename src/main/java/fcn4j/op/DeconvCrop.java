package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Fused: {@link Deconv2d} followed by {@link Crop}; what the crop drops is never computed.
 *
 * <p>Inputs: x (N,Ci,H,W) and the crop's reference (N,Cr,Hr,Wr), of which only the shape counts.
 * Output (N,Co,Hr,Wr).
 *
 * @param deconv the upsampling
 * @param offset first row and column kept
 */
public record DeconvCrop(Deconv2d deconv, Extent2 offset) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, 2);
    Shape full = deconv.output(inputs.subList(0, 1));
    Shape reference = inputs.get(1);
    Checks.cropFits(this, full, offset, reference);
    return new Shape(full.n(), full.c(), reference.h(), reference.w());
  }

  @Override
  public List<ParameterSpec> parameters() {
    return deconv.parameters();
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
  public boolean backwardReadsInput(int input) {
    return input == 0;
  }
}
