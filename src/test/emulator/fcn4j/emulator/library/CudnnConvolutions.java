package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Pointers;
import java.lang.foreign.ValueLayout;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;
import org.jspecify.annotations.Nullable;

/** Convolutions of cuDNN on device memory. */
public final class CudnnConvolutions {
  private CudnnConvolutions() {}

  /** A tensor or filter by descriptor and pointer. */
  public record Operand(NativePointerObject descriptor, Pointer pointer) {
    @Nullable Layout layout(EmulatedDevice device) {
      return CudnnDescriptors.layout(device, descriptor);
    }

    long address() {
      return Pointers.address(pointer);
    }

    /** Layout and address as they are now: work that runs later must not look again. */
    Placed placed(EmulatedDevice device) {
      return new Placed(layout(device), address());
    }
  }

  /** A tensor at its address. */
  record Placed(Layout layout, long address) {}

  /** The algorithm and its workspace. */
  public record Choice(int algorithm, Pointer workspace, long bytes) {}

  static float scalar(Pointer pointer) {
    return Pointers.host(pointer, Float.BYTES, "a scalar of cuDNN")
        .get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
  }

  /**
   * Checks a pass and enqueues it: {@code result = alpha * pass(first, second) + beta * result}.
   */
  public static int enqueue(
      EmulatedDevice device,
      cudnnHandle handle,
      ConvolutionPass pass,
      Pointer alpha,
      Operand first,
      Operand second,
      NativePointerObject convolution,
      Choice choice,
      Pointer beta,
      Operand result) {
    CudnnHandle found = CudnnDescriptors.handle(device, handle);
    ConvolutionShape shape = question(pass, first, second, convolution, result).shape(device);
    int status = check(found, shape, pass, choice);
    if (status != CudnnStatus.SUCCESS || found == null || shape == null) {
      return status;
    }
    ConvolutionState state = CudnnDescriptors.value(device, convolution, ConvolutionState.class);
    boolean flipped = state != null && state.mode() == 0;
    float scale = scalar(alpha);
    float keep = scalar(beta);
    Placed a = first.placed(device);
    Placed b = second.placed(device);
    Placed to = result.placed(device);
    long workspace = Pointers.address(choice.workspace());
    long spoilt = pass.workspaceBytes(shape, choice.algorithm());
    TensorMemory memory = new TensorMemory(device.transfers(), "cuDNN convolution, pass " + pass);
    found.stream()
        .submit(() -> {
          CudnnAlgorithms.spoilWorkspace(device, workspace, spoilt);
          float[] x = memory.read(a.layout(), a.address());
          float[] y = memory.read(b.layout(), b.address());
          float[] values = compute(pass, shape, flipped, x, y);
          memory.blend(to.layout(), to.address(), values, scale, keep);
        });
    return CudnnStatus.SUCCESS;
  }

  /** Which operands of a pass are the image, the filter and the output. */
  private static CudnnAlgorithms.Question question(
      ConvolutionPass pass,
      Operand first,
      Operand second,
      NativePointerObject convolution,
      Operand result) {
    Operand image = pass == ConvolutionPass.BACKWARD_DATA ? result : first;
    Operand filter =
        switch (pass) {
          case FORWARD -> second;
          case BACKWARD_DATA -> first;
          case BACKWARD_FILTER -> result;
        };
    Operand output = pass == ConvolutionPass.FORWARD ? result : second;
    return new CudnnAlgorithms.Question(
        image.descriptor(), filter.descriptor(), convolution, output.descriptor());
  }

  /** The status of a call that cannot run, or 0. */
  static int check(
      @Nullable CudnnHandle handle,
      @Nullable ConvolutionShape shape,
      ConvolutionPass pass,
      Choice choice) {
    if (handle == null || shape == null) {
      return CudnnStatus.BAD_PARAM;
    }
    if (!pass.supports(shape, choice.algorithm())) {
      return CudnnStatus.NOT_SUPPORTED;
    }
    long needed = pass.workspaceBytes(shape, choice.algorithm());
    boolean missing = needed > 0 && (choice.workspace() == null || choice.bytes() < needed);
    return missing ? CudnnStatus.BAD_PARAM : CudnnStatus.SUCCESS;
  }

  static float[] compute(
      ConvolutionPass pass, ConvolutionShape shape, boolean flipped, float[] x, float[] y) {
    int taps = shape.r() * shape.s();
    return switch (pass) {
      case FORWARD -> Convolution.forward(shape, x, flipped ? flip(y, taps) : y);
      case BACKWARD_DATA -> Convolution.backwardData(shape, flipped ? flip(x, taps) : x, y);
      case BACKWARD_FILTER -> {
        float[] gradient = Convolution.backwardFilter(shape, x, y);
        yield flipped ? flip(gradient, taps) : gradient;
      }
    };
  }

  /** Each filter turned around. */
  private static float[] flip(float[] weights, int taps) {
    float[] flipped = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      flipped[i - i % taps + taps - 1 - i % taps] = weights[i];
    }
    return flipped;
  }
}
