package fcn4j.gpu;

import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import org.jspecify.annotations.Nullable;

/** Device addresses of the tensors that a bound operation is given. */
final class Addresses {
  private Addresses() {}

  /** Bytes of a number of elements. */
  static long bytes(ElementType type, long elements) {
    return Math.multiplyExact(elements, type == ElementType.UINT8 ? 1L : 4L);
  }

  /**
   * The address of a tensor.
   *
   * @throws IllegalArgumentException if there is none, or it lies in another backend's memory
   * @throws IndexOutOfBoundsException if it reaches beyond its memory
   */
  static long of(@Nullable View view) {
    if (view == null) {
      throw new IllegalArgumentException("a tensor that the operation needs was not given");
    }
    return memory(view).address(view.offsetBytes(), bytes(view.type(), view.shape().count()));
  }

  private static GpuMemory memory(View view) {
    if (view.memory() instanceof GpuMemory memory) {
      return memory;
    }
    throw new IllegalArgumentException("a tensor lies in another backend's memory");
  }

  static long input(OpArgs args, int index) {
    return of(args.inputs().get(index));
  }

  static long output(OpArgs args) {
    return of(args.output());
  }

  static long parameter(OpArgs args, int index) {
    return of(args.parameters().get(index));
  }

  static long dOutput(OpArgs args) {
    return of(args.dOutput());
  }

  static long dInput(OpArgs args, int index) {
    return of(args.dInputs().get(index));
  }

  static long dParameter(OpArgs args, int index) {
    return of(args.dParameters().get(index));
  }

  /** What forward keeps for backward; the size is the operation's own, not the view's. */
  static long saved(OpArgs args, long bytes) {
    return raw(args.saved(), bytes, "saved memory");
  }

  /** Scratch memory; zero where none is needed. */
  static long workspace(OpArgs args, long bytes) {
    return bytes == 0 ? 0 : raw(args.workspace(), bytes, "workspace");
  }

  private static long raw(@Nullable View view, long bytes, String what) {
    if (view == null) {
      throw new IllegalArgumentException(
          "%d bytes of %s were asked for and not given".formatted(bytes, what));
    }
    return memory(view).address(view.offsetBytes(), bytes);
  }
}
