package fcn4j.reference;

import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.GradMode;
import fcn4j.op.GradModes;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * The first half of the operations that end a net: upsampling and crop in the workspace, which
 * holds the full map, the window, and the window's gradient.
 */
final class UpsampleReference {
  private final Deconv2dReference deconv;
  private final CropReference crop;
  private final Shape full;
  private final Shape window;

  UpsampleReference(Deconv2d deconv, Extent2 offset, List<Shape> inputs, Workers<Scratch> workers) {
    this.deconv = new Deconv2dReference(deconv, inputs.subList(0, 1), workers);
    this.crop = new CropReference(offset, workers);
    full = deconv.output(inputs.subList(0, 1));
    window = new Shape(full.n(), full.c(), inputs.get(1).h(), inputs.get(1).w());
  }

  Shape window() {
    return window;
  }

  /** Room for the full map and the window, and for the window's gradient if there is one. */
  long workspaceBytes(boolean gradient) {
    return (full.count() + (gradient ? 2 : 1) * window.count()) * Double.BYTES;
  }

  /** Computes the upsampled, cropped scores; they lie in the workspace. */
  View forward(OpArgs args) {
    View map = Parts.view(args.workspace(), 0, full, ElementType.FLOAT32);
    View scores = Parts.view(args.workspace(), full.count(), window, ElementType.FLOAT32);
    deconv.forward(Parts.args(args, args.inputs(), map));
    crop.cut(Slice.of(map), Slice.of(scores), false);
    return scores;
  }

  /** Where the gradient of the scores goes before {@link #backward}. */
  View dScores(OpArgs args) {
    long at = full.count() + window.count();
    return Parts.view(args.workspace(), at, window, ElementType.FLOAT32);
  }

  /** Takes the gradient of the scores back to the coarse input. */
  void backward(OpArgs args, GradModes modes) {
    View map = Parts.view(args.workspace(), 0, full, ElementType.FLOAT32);
    crop.paste(Slice.of(dScores(args)), Slice.of(map), GradMode.OVERWRITE);
    deconv.backward(Parts.withDOutput(args, map), modes);
  }
}
