package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.Concat;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.tensor.Shape;
import java.util.List;

/** {@link Concat}. */
final class ConcatReference implements BoundOp {
  private final List<Shape> inputs;
  private final int imageElements;

  ConcatReference(Concat op, List<Shape> inputs) {
    this.inputs = List.copyOf(inputs);
    imageElements = Math.toIntExact(op.output(inputs).imageCount());
  }

  @Override
  public void forward(OpArgs args) {
    Slice out = Slice.of(args.output());
    int start = out.at();
    for (int input = 0; input < inputs.size(); input++) {
      Slice in = Slice.of(args.inputs().get(input));
      int size = size(input);
      for (int n = 0; n < in.shape().n(); n++) {
        System.arraycopy(
            in.data(), in.at() + n * size, out.data(), start + n * imageElements, size);
      }
      start += size;
    }
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    Slice dOut = Slice.of(args.dOutput());
    int start = dOut.at();
    for (int input = 0; input < inputs.size(); input++) {
      GradMode mode = modes.inputs().get(input);
      if (Grads.wanted(mode)) {
        take(dOut, start, Slice.of(args.dInputs().get(input)), size(input), mode);
      }
      start += size(input);
    }
  }

  private void take(Slice dOut, int start, Slice dIn, int size, GradMode mode) {
    for (int n = 0; n < dIn.shape().n(); n++) {
      for (int i = 0; i < size; i++) {
        double gradient = dOut.data()[start + n * imageElements + i];
        Grads.put(mode, dIn.data(), dIn.at() + n * size + i, gradient);
      }
    }
  }

  private int size(int input) {
    return Math.toIntExact(inputs.get(input).imageCount());
  }
}
