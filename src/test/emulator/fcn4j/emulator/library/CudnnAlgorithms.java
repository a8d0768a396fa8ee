package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Pointers;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

/** Which algorithms a convolution may use, how long they take and how much workspace they need. */
public final class CudnnAlgorithms {
  /** A quiet NaN that a search leaves in the output and in the workspace. */
  static final int GARBAGE = 0x7FC0BEEF;

  private CudnnAlgorithms() {}

  /** Takes a result into one of JCudnn's three result classes. */
  public interface Result {
    void set(int algorithm, int status, float millis, long bytes, int determinism);
  }

  /** Gives the result number {@code i}. */
  public interface Results {
    Result at(int i);
  }

  /** The three descriptors of a convolution and the one of its output. */
  public record Question(
      NativePointerObject image,
      NativePointerObject filter,
      NativePointerObject convolution,
      NativePointerObject output) {

    @Nullable ConvolutionShape shape(EmulatedDevice device) {
      ConvolutionShape shape = CudnnDescriptors.shape(device, image, filter, convolution);
      Layout out = CudnnDescriptors.layout(device, output);
      boolean fits =
          shape != null
              && out != null
              && out.n() == shape.n()
              && out.c() == shape.k()
              && out.h() == shape.outH()
              && out.w() == shape.outW();
      return fits ? shape : null;
    }
  }

  /** Lists the algorithms, those that do not support the convolution last, with their status. */
  public static int list(
      EmulatedDevice device,
      Question question,
      ConvolutionPass pass,
      long workspaceLimit,
      int wanted,
      int[] count,
      Results results) {
    ConvolutionShape shape = question.shape(device);
    if (shape == null || wanted < 1) {
      return CudnnStatus.BAD_PARAM;
    }
    int found = 0;
    for (boolean usable : new boolean[] {true, false}) {
      int rank = 0;
      for (int algorithm : pass.algorithms()) {
        rank++;
        boolean fits =
            pass.supports(shape, algorithm)
                && pass.workspaceBytes(shape, algorithm) <= workspaceLimit;
        if (fits == usable && found < wanted) {
          report(shape, pass, algorithm, usable ? rank : -1, results.at(found++));
        }
      }
    }
    count[0] = found;
    return CudnnStatus.SUCCESS;
  }

  private static void report(
      ConvolutionShape shape, ConvolutionPass pass, int algorithm, int rank, Result result) {
    int determinism = pass.deterministic(algorithm) ? 1 : 0;
    if (rank < 0) {
      result.set(algorithm, CudnnStatus.NOT_SUPPORTED, -1, 0, determinism);
    } else {
      float millis = shape.multiplyAdds() * 1e-9f * (1 + rank);
      result.set(
          algorithm,
          CudnnStatus.SUCCESS,
          millis,
          pass.workspaceBytes(shape, algorithm),
          determinism);
    }
  }

  /** A search by running: the output and the workspace hold garbage afterwards. */
  public static int find(
      EmulatedDevice device,
      Question question,
      ConvolutionPass pass,
      int wanted,
      int[] count,
      Results results,
      NativePointerObject outputDescriptor,
      Pointer output,
      Pointer workspace,
      long workspaceBytes) {
    Layout layout = CudnnDescriptors.layout(device, outputDescriptor);
    int status = list(device, question, pass, workspaceBytes, wanted, count, results);
    if (status != CudnnStatus.SUCCESS || layout == null) {
      return status;
    }
    String what = "a search of algorithms";
    device.drainAll();
    if (layout.elementBytes() == Float.BYTES) {
      device
          .transfers()
          .fill(Pointers.address(output), GARBAGE, Float.BYTES, layout.span(), what + ", output");
    }
    spoilWorkspace(device, Pointers.address(workspace), workspaceBytes);
    return CudnnStatus.SUCCESS;
  }

  /** What a workspace holds after use is garbage; it must not overlap anything alive. */
  static void spoilWorkspace(EmulatedDevice device, long workspace, long bytes) {
    if (bytes >= Integer.BYTES) {
      device
          .transfers()
          .fill(
              workspace,
              GARBAGE,
              Integer.BYTES,
              bytes / Integer.BYTES,
              "cuDNN's use of the workspace");
    }
  }

  public static int workspace(
      EmulatedDevice device, Question question, ConvolutionPass pass, int algorithm, long[] bytes) {
    ConvolutionShape shape = question.shape(device);
    if (shape == null) {
      return CudnnStatus.BAD_PARAM;
    }
    if (!pass.supports(shape, algorithm)) {
      return CudnnStatus.NOT_SUPPORTED;
    }
    bytes[0] = pass.workspaceBytes(shape, algorithm);
    return CudnnStatus.SUCCESS;
  }
}
