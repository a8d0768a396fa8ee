package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Pointers;
import fcn4j.emulator.library.CudnnConvolutions.Choice;
import fcn4j.emulator.library.CudnnConvolutions.Operand;
import fcn4j.emulator.library.CudnnConvolutions.Placed;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;

/** The convolution fused with bias and activation, and the gradient of a bias. */
public final class CudnnFused {
  private CudnnFused() {}

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
    int status = CudnnConvolutions.check(found, shape, ConvolutionPass.FORWARD, choice);
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
    Layout to = result.layout(device);
    Layout added = addend.layout(device);
    if (added == null || to == null || !added.sameExtents(to)) {
      return CudnnStatus.BAD_PARAM;
    }
    Fusion fusion =
        new Fusion(
            new TensorMemory(device.transfers(), "cuDNN fused convolution"),
            shape,
            CudnnConvolutions.scalar(alpha1),
            CudnnConvolutions.scalar(alpha2),
            act);
    Placed[] operands = {
      image.placed(device),
      filter.placed(device),
      addend.placed(device),
      bias.placed(device),
      result.placed(device)
    };
    long workspace = Pointers.address(choice.workspace());
    long spoilt = ConvolutionPass.FORWARD.workspaceBytes(shape, choice.algorithm());
    found.stream()
        .submit(() -> {
          CudnnAlgorithms.spoilWorkspace(device, workspace, spoilt);
          fusion.run(operands);
        });
    return CudnnStatus.SUCCESS;
  }

  /** What a fused convolution does with image, filter, addend, bias and result. */
  private record Fusion(
      TensorMemory memory, ConvolutionShape shape, float scale, float addScale, Activation act) {

    void run(Placed[] operands) {
      float[] sums = Convolution.forward(shape, read(operands[0]), read(operands[1]));
      float[] z = addScale == 0 ? new float[sums.length] : read(operands[2]);
      float[] b = read(operands[3]);
      int plane = shape.outH() * shape.outW();
      for (int i = 0; i < sums.length; i++) {
        sums[i] = act.apply(scale * sums[i] + addScale * z[i] + b[i / plane % shape.k()]);
      }
      memory.write(operands[4].layout(), operands[4].address(), sums);
    }

    private float[] read(Placed operand) {
      return memory.read(operand.layout(), operand.address());
    }
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
    float scale = CudnnConvolutions.scalar(alpha);
    float keep = CudnnConvolutions.scalar(beta);
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
