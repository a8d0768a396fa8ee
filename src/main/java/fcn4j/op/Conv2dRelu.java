package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * Fused: {@link Conv2d} followed by {@link Relu}.
 *
 * @param conv the convolution
 */
public record Conv2dRelu(Conv2d conv) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return conv.output(inputs);
  }

  @Override
  public List<ParameterSpec> parameters() {
    return conv.parameters();
  }

  @Override
  public CoordinateMap coordinates() {
    return conv.coordinates();
  }

  @Override
  public Window window() {
    return conv.window();
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return conv.multiplyAdds(inputs);
  }

  @Override
  public boolean backwardReadsInput(int input) {
    return true;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }
}
