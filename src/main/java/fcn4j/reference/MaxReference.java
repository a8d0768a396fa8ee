package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.Max;
import fcn4j.op.OpArgs;
import fcn4j.op.Workers;
import java.util.List;

/** {@link Max}. */
final class MaxReference implements BoundOp {
  private final Workers<Scratch> workers;

  MaxReference(Workers<Scratch> workers) {
    this.workers = workers;
  }

  @Override
  public void forward(OpArgs args) {
    List<Slice> inputs = args.inputs().stream().map(Slice::of).toList();
    Slice out = Slice.of(args.output());
    workers.ranges(
        out.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            Slice winner = inputs.get(winner(inputs, i));
            out.data()[out.at() + i] = winner.data()[winner.at() + i];
          }
        });
  }

  @Override
  public void backward(OpArgs args, GradModes modes) {
    List<Slice> inputs = args.inputs().stream().map(Slice::of).toList();
    Slice dOut = Slice.of(args.dOutput());
    for (int input = 0; input < inputs.size(); input++) {
      GradMode mode = modes.inputs().get(input);
      if (Grads.wanted(mode)) {
        pass(inputs, input, dOut, Slice.of(args.dInputs().get(input)), mode);
      }
    }
  }

  private void pass(List<Slice> inputs, int input, Slice dOut, Slice dIn, GradMode mode) {
    workers.ranges(
        dOut.count(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            double gradient = winner(inputs, i) == input ? dOut.data()[dOut.at() + i] : 0;
            Grads.put(mode, dIn.data(), dIn.at() + i, gradient);
          }
        });
  }

  private static int winner(List<Slice> inputs, int i) {
    int best = 0;
    double largest = value(inputs.getFirst(), i);
    for (int input = 1; input < inputs.size(); input++) {
      if (value(inputs.get(input), i) > largest) {
        best = input;
        largest = value(inputs.get(input), i);
      }
    }
    return best;
  }

  private static double value(Slice slice, int i) {
    return slice.data()[slice.at() + i];
  }
}
