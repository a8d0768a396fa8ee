package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Fused skip-sum: the coarse scores upsampled, plus the finer layer's scores cropped to them, in
 * one pass.
 *
 * <pre>
 * y[n,c,i,j] = deconv(x)[n,c,i,j] + skip[n,c,i+offset.h,j+offset.w]
 * </pre>
 *
 * <p>Inputs: x (N,Ci,H,W) and skip (N,Co,Hs,Ws). Output: the deconvolution's (N,Co,Ho,Wo). Source:
 * the paper's figure 3, section 4.2.
 *
 * @param deconv the upsampling
 * @param offset first row and column of the skip that are kept
 */
public record SkipSum(Deconv2d deconv, Extent2 offset) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Checks.count(this, inputs, 2);
    Shape out = deconv.output(inputs.subList(0, 1));
    Checks.inChannels(this, inputs.get(1), out.c());
    Checks.cropFits(this, inputs.get(1), offset, out);
    return out;
  }

  @Override
  public List<ParameterSpec> parameters() {
    return deconv.parameters();
  }

  @Override
  public CoordinateMap coordinates() {
    return deconv.coordinates();
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
  public boolean backwardReadsInput(int input) {
    return input == 0;
  }
}
