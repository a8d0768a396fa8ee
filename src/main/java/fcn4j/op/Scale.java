package fcn4j.op;

import fcn4j.tensor.Shape;
import java.util.List;

/**
 * A factor for each channel: y[n,c,i,j] = weight[c] * x[n,c,i,j].
 *
 * <p>(N,C,H,W) -> (N,C,H,W), weight (C). Source: Caffe, Scale layer with axis 1, no bias.
 *
 * @param channels C
 */
public record Scale(int channels) implements Op {

  /**
   * Checks the number of channels.
   *
   * @throws ShapeException if it is below 1
   */
  public Scale {
    Checks.channels(channels, channels, 1);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Checks.one(this, inputs);
    Checks.inChannels(this, in, channels);
    return in;
  }

  @Override
  public List<ParameterSpec> parameters() {
    return List.of(new ParameterSpec("weight", List.of(channels)));
  }

  @Override
  public long multiplyAdds(List<Shape> inputs) {
    return inputs.getFirst().count();
  }

  @Override
  public boolean backwardReadsInput(int input) {
    return true;
  }
}
