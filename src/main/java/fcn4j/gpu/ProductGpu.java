package fcn4j.gpu;

import fcn4j.cuda.Cublas;
import fcn4j.cuda.Cublas.Matrix;
import fcn4j.op.MatrixFactors;
import fcn4j.op.Probe;

/**
 * A matrix product by cuBLAS in the backend's precision. Rows here are columns there, so that the
 * factors change places: C^T = B^T A^T.
 */
final class ProductGpu implements Probe {
  /** Sums of some thousand terms in float32. */
  private static final double SUMS = 1e-5;

  /** Both factors rounded to 11 bits of significand. */
  private static final double ROUNDED_FACTORS = 0x1p-10;

  private final GpuContext context;
  private final Cublas cublas;
  private final MatrixFactors factors;
  private final GpuMemory memory;
  private final long matrixBytes;

  ProductGpu(GpuContext context, int extent) {
    this.context = context;
    factors = new MatrixFactors(extent);
    matrixBytes = Float.BYTES * factors.count();
    cublas = context.cublas();
    memory =
        new GpuMemory(context.gpu().arena("a matrix product", 3 * matrixBytes), context.stream());
    try {
      factors.write(memory, 0, matrixBytes, rowBytes());
    } catch (RuntimeException failure) {
      memory.close();
      throw failure;
    }
  }

  private long rowBytes() {
    return (long) Float.BYTES * factors.extent();
  }

  private Matrix matrix(int number) {
    return new Matrix(memory.address(number * matrixBytes, matrixBytes), factors.extent());
  }

  @Override
  public void run() {
    int n = factors.extent();
    cublas.sgemm(false, false, n, n, n, 1, matrix(1), matrix(0), 0, matrix(2));
  }

  @Override
  public long multiplyAdds() {
    return factors.multiplyAdds();
  }

  @Override
  public long bytes() {
    return 3 * matrixBytes;
  }

  @Override
  public void verify() {
    double rounding =
        switch (context.options().precision()) {
          case FP32 -> 0;
          case TF32 -> ROUNDED_FACTORS;
        };
    factors.check(memory, 2 * matrixBytes, rowBytes(), SUMS + rounding);
  }

  @Override
  public void close() {
    context.stream().synchronize();
    memory.close();
  }
}
