package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;

/**
 * A cuBLAS handle on the compute stream. Made by {@link Gpu#cublas}. All products enqueue.
 *
 * <p>Matrices are column-major, as in cuBLAS: a row-major m x n matrix is its n x m transpose here.
 */
public final class Cublas implements Owned {
  private static final int COMPUTE_32F = 68;
  private static final int DEFAULT_ALGORITHM = -1;

  private final CudaStatus status;
  private final cublasHandle handle = new cublasHandle();
  private final Lifetime lifetime = new Lifetime("cuBLAS handle");

  Cublas(CudaStatus status, Stream stream) {
    this.status = status;
    status.cublas(JCublas2.cublasCreate(handle), "cublasCreate");
    lifetime.onClose(
        () -> status.release(Library.CUBLAS, JCublas2.cublasDestroy(handle), "cublasDestroy"));
    try {
      status.cublas(
          JCublas2.cublasSetStream(handle, stream.runtimeHandle()),
          "cublasSetStream",
          "to",
          stream);
    } catch (CudaException failure) {
      throw lifetime.closeAfter(failure);
    }
  }

  /** cuBLAS's handle; borrowed. */
  public cublasHandle handle() {
    lifetime.requireOpen();
    return handle;
  }

  /** cuBLAS's version, as in 120601. */
  public int version() {
    int[] version = new int[1];
    status.cublas(JCublas2.cublasGetVersion(handle(), version), "cublasGetVersion");
    return version[0];
  }

  /**
   * Chooses how float32 products are computed from now on.
   *
   * @throws CudaException if cuBLAS refuses
   */
  public void mathMode(MathMode mode) {
    status.cublas(
        JCublas2.cublasSetMathMode(handle(), mode.cublas()), "cublasSetMathMode", "to", mode);
  }

  /**
   * Gives cuBLAS its workspace, borrowed; captured graphs and equal bits in every run need it.
   *
   * @throws CudaException if cuBLAS refuses, as for an address not aligned to 256 bytes
   */
  public void workspace(long address, long bytes) {
    status.cublas(
        JCublas2.cublasSetWorkspace(handle(), new DevicePointer(address), bytes),
        "cublasSetWorkspace",
        "bytes",
        bytes);
  }

  /**
   * c = alpha * op(a) * op(b) + beta * c in float32, with op(a) m x k, op(b) k x n and c m x n.
   *
   * @param transposeA whether a is stored as its transpose
   * @param transposeB whether b is stored as its transpose
   * @throws CudaException if cuBLAS refuses
   */
  public void sgemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
    status.cublas(
        JCublas2.cublasSgemm(
            handle(),
            transposeA ? 1 : 0,
            transposeB ? 1 : 0,
            m,
            n,
            k,
            Scalar.of(alpha),
            a.pointer(),
            a.leading(),
            b.pointer(),
            b.leading(),
            Scalar.of(beta),
            c.pointer(),
            c.leading()),
        "cublasSgemm",
        "m",
        m,
        "n",
        n,
        "k",
        k);
  }

  /**
   * {@code count} products like {@link #sgemm}, the i-th on matrices {@code i * stride} floats on.
   *
   * @throws CudaException if cuBLAS refuses
   */
  public void sgemmBatch(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c,
      int count) {
    status.cublas(
        JCublas2.cublasSgemmStridedBatched(
            handle(),
            transposeA ? 1 : 0,
            transposeB ? 1 : 0,
            m,
            n,
            k,
            Scalar.of(alpha),
            a.pointer(),
            a.leading(),
            a.stride(),
            b.pointer(),
            b.leading(),
            b.stride(),
            Scalar.of(beta),
            c.pointer(),
            c.leading(),
            c.stride(),
            count),
        "cublasSgemmStridedBatched",
        "m",
        m,
        "n",
        n,
        "k",
        k,
        "count",
        count);
  }

  /**
   * Like {@link #sgemm} on numbers of other formats, summed in float32.
   *
   * @param inType of a and b
   * @param outType of c
   * @throws CudaException if cuBLAS refuses
   */
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      Matrix a,
      Matrix b,
      DataType inType,
      float beta,
      Matrix c,
      DataType outType) {
    status.cublas(
        JCublas2.cublasGemmEx_new(
            handle(),
            transposeA ? 1 : 0,
            transposeB ? 1 : 0,
            m,
            n,
            k,
            Scalar.of(alpha),
            a.pointer(),
            inType.cublas(),
            a.leading(),
            b.pointer(),
            inType.cublas(),
            b.leading(),
            Scalar.of(beta),
            c.pointer(),
            outType.cublas(),
            c.leading(),
            COMPUTE_32F,
            DEFAULT_ALGORITHM),
        "cublasGemmEx",
        "m",
        m,
        "n",
        n,
        "k",
        k,
        inType,
        outType);
  }

  /**
   * A column-major matrix on the device, borrowed.
   *
   * @param address of the first element
   * @param leading elements from one column to the next
   * @param stride elements from one matrix of a batch to the next; zero where all are the same
   */
  public record Matrix(long address, int leading, long stride) {
    /** A single matrix. */
    public Matrix(long address, int leading) {
      this(address, leading, 0);
    }

    DevicePointer pointer() {
      return new DevicePointer(address);
    }
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
