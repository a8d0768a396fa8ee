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
  }

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
    Operand image = pass == ConvolutionPass.BACKWARD_DATA ? result : first;
    Operand filter =
        switch (pass) {
          case FORWARD -> second;
          case BACKWARD_DATA -> first;
          case BACKWARD_FILTER -> result;
        };
    Operand output = pass == ConvolutionPass.FORWARD ? result : second;
    CudnnAlgorithms.Question question =
        new CudnnAlgorithms.Question(
            image.descriptor(), filter.descriptor(), convolution, output.descriptor());
    CudnnHandle found = CudnnDescriptors.handle(device, handle);
    ConvolutionShape shape = question.shape(device);
    int status = check(found, shape, pass, choice);
    if (status != CudnnStatus.SUCCESS || found == null || shape == null) {
      return status;
    }
    ConvolutionState state = CudnnDescriptors.value(device, convolution, ConvolutionState.class);
    boolean flipped = state != null && state.mode() == 0;
    float scale = scalar(alpha);
    float keep = scalar(beta);
    Layout a = first.layout(device);
    Layout b = second.layout(device);
    Layout to = result.layout(device);
    long aAt = first.address();
    long bAt = second.address();
    long toAt = result.address();
    long spoilt = pass.workspaceBytes(shape, choice.algorithm());
    TensorMemory memory = new TensorMemory(device.transfers(), "cuDNN convolution, pass " + pass);
    found.stream()
        .submit(() -> {
          CudnnAlgorithms.spoilWorkspace(device, choice.workspace(), spoilt);
          float[] x = memory.read(a, aAt);
          float[] y = memory.read(b, bAt);
          memory.blend(to, toAt, compute(pass, shape, flipped, x, y), scale, keep);
        });
    return CudnnStatus.SUCCESS;
  }

  private static int check(
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

  /** {@code y = act(alpha1 * conv(x, w) + alpha2 * z + bias)} */
  public static int enqueueFused(
      EmulatedDevice device,
      cudnnHandle handle,
      Pointer alpha1,
      Operand image,
      Operand filter,
      NativePointerObject convolution,
      Choice choice,
      Pointer alpha2,
      Operand addend,
      Operand bias,
      NativePointerObject activation,
      Operand result) {
    CudnnAlgorithms.Question question =
        new CudnnAlgorithms.Question(
            image.descriptor(), filter.descriptor(), convolution, result.descriptor());
    CudnnHandle found = CudnnDescriptors.handle(device, handle);
    ConvolutionShape shape = question.shape(device);
    Activation act = CudnnDescriptors.value(device, activation, Activation.class);
    Layout biasLayout = bias.layout(device);
    int status = check(found, shape, ConvolutionPass.FORWARD, choice);
    if (status != CudnnStatus.SUCCESS || found == null || shape == null) {
      return status;
    }
    if (act == null || biasLayout == null || biasLayout.count() != shape.k()) {
      return CudnnStatus.BAD_PARAM;
    }
    boolean plain = act.mode() == Activation.IDENTITY && choice.algorithm() != 1;
    if (plain || (act.mode() != Activation.RELU && act.mode() != Activation.IDENTITY)) {
      return CudnnStatus.NOT_SUPPORTED;
    }
    float scale = scalar(alpha1);
    float addScale = scalar(alpha2);
    Layout in = image.layout(device);
    Layout weights = filter.layout(device);
    Layout to = result.layout(device);
    Layout added = addend.layout(device);
    if (added == null || to == null || !added.sameExtents(to)) {
      return CudnnStatus.BAD_PARAM;
    }
    TensorMemory memory = new TensorMemory(device.transfers(), "cuDNN fused convolution");
    long spoilt = ConvolutionPass.FORWARD.workspaceBytes(shape, choice.algorithm());
    found.stream()
        .submit(() -> {
          CudnnAlgorithms.spoilWorkspace(device, choice.workspace(), spoilt);
          float[] x = memory.read(in, image.address());
          float[] w = memory.read(weights, filter.address());
          float[] sums = Convolution.forward(shape, x, w);
          float[] z = addScale == 0 ? new float[sums.length] : memory.read(added, addend.address());
          float[] b = memory.read(biasLayout, bias.address());
          int plane = shape.outH() * shape.outW();
          for (int i = 0; i < sums.length; i++) {
            sums[i] = act.apply(scale * sums[i] + addScale * z[i] + b[i / plane % shape.k()]);
          }
          memory.write(to, result.address(), sums);
        });
    return CudnnStatus.SUCCESS;
  }

  /** {@code dBias = alpha * sum of dOut over images and pixels + beta * dBias} */
  public static int enqueueBias(
      EmulatedDevice device,
      cudnnHandle handle,
      Pointer alpha,
      Operand gradient,
      Pointer beta,
      Operand result) {
    CudnnHandle found = CudnnDescriptors.handle(device, handle);
    Layout from = gradient.layout(device);
    Layout to = result.layout(device);
    if (found == null
        || from == null
        || to == null
        || to.count() != from.c()
        || to.c() != from.c()) {
      return CudnnStatus.BAD_PARAM;
    }
    float scale = scalar(alpha);
    float keep = scalar(beta);
    long fromAt = gradient.address();
    long toAt = result.address();
    TensorMemory memory = new TensorMemory(device.transfers(), "cuDNN bias gradient");
    found.stream()
        .submit(() ->
            memory.blend(to, toAt, channelSums(from, memory.read(from, fromAt)), scale, keep));
    return CudnnStatus.SUCCESS;
  }

  private static float[] channelSums(Layout layout, float[] values) {
    double[] sums = new double[layout.c()];
    int plane = layout.h() * layout.w();
    for (int i = 0; i < values.length; i++) {
      sums[i / plane % layout.c()] += values[i];
    }
    float[] rounded = new float[sums.length];
    for (int c = 0; c < sums.length; c++) {
      rounded[c] = (float) sums[c];
    }
    return rounded;
  }
}
