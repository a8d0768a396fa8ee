package fcn4j.emulator.library;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Pointers;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.jcublas.cublasHandle;

/** Matrix products of cuBLAS on device memory, summed in float32 in a fixed order. */
public final class CublasProducts {
  private CublasProducts() {}

  /** Extents of a product and of its batch, with the steps between members in elements. */
  public record Extents(int m, int n, int k, int batch, long strideA, long strideB, long strideC) {
    public static Extents single(int m, int n, int k) {
      return new Extents(m, n, k, 1, 0, 0, 0);
    }
  }

  public static Matrix matrix(Pointer pointer, int type, int leading, int operation) {
    return new Matrix(Pointers.address(pointer), type, leading, operation != 0);
  }

  /** {@code c = alpha * op(a) * op(b) + beta * c} */
  public static int multiply(
      EmulatedDevice device,
      cublasHandle handle,
      Extents extents,
      Pointer alpha,
      Matrix a,
      Matrix b,
      Pointer beta,
      Matrix c) {
    CublasHandle found = CublasHandles.find(device, handle);
    if (found == null) {
      return CublasHandles.NOT_INITIALIZED;
    }
    if (!valid(extents, a, b, c)) {
      return CublasHandles.INVALID_VALUE;
    }
    if (!a.known() || !b.known() || !c.known()) {
      return CublasHandles.NOT_SUPPORTED;
    }
    TensorMemory memory = new TensorMemory(device.transfers(), "cuBLAS product");
    Scalar scale = scalar(device, found, alpha);
    Scalar keep = scalar(device, found, beta);
    found.stream()
        .submit(() -> {
          for (int i = 0; i < extents.batch(); i++) {
            one(
                memory,
                extents,
                scale.value(),
                a.shifted(i * extents.strideA()),
                b.shifted(i * extents.strideB()),
                keep.value(),
                c.shifted(i * extents.strideC()));
          }
        });
    return CublasHandles.SUCCESS;
  }

  /** A factor that is known now, in host memory, or later, in device memory. */
  interface Scalar {
    float value();
  }

  static Scalar scalar(EmulatedDevice device, CublasHandle handle, Pointer pointer) {
    if (handle.devicePointers()) {
      long address = Pointers.address(pointer);
      return () -> device.transfers().floats(address, 1, "a scalar of cuBLAS")[0];
    }
    float value =
        Pointers.host(pointer, Float.BYTES, "a scalar of cuBLAS")
            .get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
    return () -> value;
  }

  private static boolean valid(Extents extents, Matrix a, Matrix b, Matrix c) {
    int rowsA = a.transposed() ? extents.k() : extents.m();
    int rowsB = b.transposed() ? extents.n() : extents.k();
    return extents.m() >= 0
        && extents.n() >= 0
        && extents.k() >= 0
        && extents.batch() >= 0
        && a.leading() >= Math.max(1, rowsA)
        && b.leading() >= Math.max(1, rowsB)
        && c.leading() >= Math.max(1, extents.m());
  }

  private static void one(
      TensorMemory memory, Extents extents, float alpha, Matrix a, Matrix b, float beta, Matrix c) {
    int m = extents.m();
    int n = extents.n();
    int k = extents.k();
    if (m == 0 || n == 0) {
      return;
    }
    float[] left = a.read(memory, m, k);
    float[] right = b.read(memory, k, n);
    float[] product = new float[m * n];
    IntStream.range(0, n)
        .parallel()
        .forEach(j -> {
          for (int p = 0; p < k; p++) {
            addColumn(product, j * m, left, p * m, right[j * k + p], m);
          }
        });
    c.write(memory, m, n, product, alpha, beta);
  }

  private static void addColumn(
      float[] to, int toAt, float[] from, int fromAt, float factor, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] += factor * from[fromAt + i];
    }
  }
}
