package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.library.CudnnConvolutions.Operand;
import java.util.List;
import java.util.function.Function;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnHandle;
import org.jspecify.annotations.Nullable;

/** What the simpler operations of cuDNN share: read the inputs, compute, blend into the result. */
final class CudnnWork {
  private CudnnWork() {}

  /** Enqueues {@code to = alpha * compute(inputs) + beta * to}. */
  static int enqueue(
      EmulatedDevice device,
      cudnnHandle handle,
      String what,
      Pointer alpha,
      Pointer beta,
      List<Operand> inputs,
      Operand result,
      Function<float[][], float[]> compute) {
    CudnnHandle found = CudnnDescriptors.handle(device, handle);
    Layout to = result.layout(device);
    if (found == null || to == null) {
      return CudnnStatus.BAD_PARAM;
    }
    Layout[] layouts = new Layout[inputs.size()];
    long[] addresses = new long[inputs.size()];
    for (int i = 0; i < layouts.length; i++) {
      layouts[i] = inputs.get(i).layout(device);
      addresses[i] = inputs.get(i).address();
    }
    float scale = CudnnConvolutions.scalar(alpha);
    float keep = CudnnConvolutions.scalar(beta);
    long toAt = result.address();
    TensorMemory memory = new TensorMemory(device.transfers(), what);
    found.stream()
        .submit(() -> {
          float[][] values = new float[layouts.length][];
          for (int i = 0; i < values.length; i++) {
            values[i] = memory.read(layouts[i], addresses[i]);
          }
          memory.blend(to, toAt, compute.apply(values), scale, keep);
        });
    return CudnnStatus.SUCCESS;
  }

  /** Whether all have the same extents. */
  static boolean sameExtents(EmulatedDevice device, Operand... operands) {
    @Nullable Layout first = operands[0].layout(device);
    for (Operand operand : operands) {
      @Nullable Layout layout = operand.layout(device);
      if (first == null || layout == null || !layout.sameExtents(first)) {
        return false;
      }
    }
    return true;
  }

  /** An element of a result. */
  interface Element {
    float at(int i);
  }

  /** An array of elements computed one by one. */
  static float[] mapped(int count, Element element) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = element.at(i);
    }
    return values;
  }
}
