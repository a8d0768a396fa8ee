package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Pointers;
import java.lang.foreign.ValueLayout;
import jcuda.Pointer;
import jcuda.jcublas.cublasHandle;

/** Vector operations of cuBLAS on device memory; increments must be positive. */
public final class CublasVectors {
  private CublasVectors() {}

  /** A vector of float32 by address and step. */
  public record Vector(long address, int increment) {
    Layout layout(int count) {
      return new Layout(
          Layout.FLOAT,
          1,
          1,
          1,
          count,
          Math.max(1, count),
          Math.max(1, count),
          Math.max(1, count),
          increment);
    }
  }

  public static Vector vector(Pointer pointer, int increment) {
    return new Vector(Pointers.address(pointer), increment);
  }

  /** {@code x = alpha * x} */
  public static int scale(
      EmulatedDevice device, cublasHandle handle, int count, Pointer alpha, Vector x) {
    CublasHandle found = CublasHandles.find(device, handle);
    int status = check(found, count, x);
    if (found == null || status != CublasHandles.SUCCESS || count == 0) {
      return status;
    }
    TensorMemory memory = new TensorMemory(device.transfers(), "cublasSscal");
    CublasProducts.Scalar factor = CublasProducts.scalar(device, found, alpha);
    found.stream()
        .submit(() -> {
          float[] values = memory.read(x.layout(count), x.address());
          memory.blend(x.layout(count), x.address(), values, factor.value(), 0);
        });
    return CublasHandles.SUCCESS;
  }

  /** {@code y = alpha * x + beta * y} with beta 0 or 1: a copy or a sum. */
  public static int add(
      EmulatedDevice device,
      cublasHandle handle,
      int count,
      Pointer alpha,
      Vector x,
      float beta,
      Vector y) {
    CublasHandle found = CublasHandles.find(device, handle);
    int status = Math.max(check(found, count, x), check(found, count, y));
    if (found == null || status != CublasHandles.SUCCESS || count == 0) {
      return status;
    }
    TensorMemory memory = new TensorMemory(device.transfers(), "cublasSaxpy");
    CublasProducts.Scalar factor =
        alpha == null ? () -> 1f : CublasProducts.scalar(device, found, alpha);
    found.stream()
        .submit(() -> {
          float[] values = memory.read(x.layout(count), x.address());
          memory.blend(y.layout(count), y.address(), values, factor.value(), beta);
        });
    return CublasHandles.SUCCESS;
  }

  /** What a reduction adds up for an element. */
  public interface Term {
    double of(float x, float y);
  }

  /** The finish of a reduction. */
  public interface Finish {
    double of(double sum);
  }

  /** A sum over elements into host or device memory; into host memory it waits for the stream. */
  public static int reduce(
      EmulatedDevice device,
      cublasHandle handle,
      int count,
      Vector x,
      Vector y,
      Term term,
      Finish finish,
      Pointer result) {
    CublasHandle found = CublasHandles.find(device, handle);
    int status = Math.max(check(found, count, x), check(found, count, y));
    if (found == null || status != CublasHandles.SUCCESS) {
      return status;
    }
    TensorMemory memory = new TensorMemory(device.transfers(), "a reduction of cuBLAS");
    boolean toDevice = found.devicePointers();
    long address = Pointers.address(result);
    found.stream()
        .submit(() -> {
          float[] a = count == 0 ? new float[0] : memory.read(x.layout(count), x.address());
          float[] b = count == 0 ? new float[0] : memory.read(y.layout(count), y.address());
          double sum = 0;
          for (int i = 0; i < count; i++) {
            sum += term.of(a[i], b[i]);
          }
          float value = (float) finish.of(sum);
          if (toDevice) {
            memory.write(Layout.packed(0, 0, 1, 1, 1, 1), address, new float[] {value});
          } else {
            Pointers.host(result, Float.BYTES, "a result of cuBLAS")
                .set(ValueLayout.JAVA_FLOAT_UNALIGNED, 0, value);
          }
        });
    if (!toDevice) {
      found.stream().drain();
    }
    return CublasHandles.SUCCESS;
  }

  private static int check(CublasHandle handle, int count, Vector vector) {
    if (handle == null) {
      return CublasHandles.NOT_INITIALIZED;
    }
    return count < 0 || vector.increment() < 1
        ? CublasHandles.INVALID_VALUE
        : CublasHandles.SUCCESS;
  }
}
