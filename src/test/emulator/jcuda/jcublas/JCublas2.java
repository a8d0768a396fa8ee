package jcuda.jcublas;

import static fcn4j.emulator.library.CublasProducts.matrix;
import static fcn4j.emulator.library.CublasVectors.vector;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.library.CublasHandles;
import fcn4j.emulator.library.CublasProducts;
import fcn4j.emulator.library.CublasProducts.Extents;
import fcn4j.emulator.library.CublasVectors;
import fcn4j.emulator.library.LibraryCalls;
import java.util.function.ToIntFunction;
import jcuda.CudaException;
import jcuda.LogLevel;
import jcuda.Pointer;
import jcuda.runtime.cudaStream_t;

/** Stands in for JCuda's cuBLAS class in tests: the same signatures, on the emulated device. */
public final class JCublas2 {
  private static final int FLOAT = 0;

  private static boolean exceptionsEnabled;

  private JCublas2() {}

  private static int call(String function, ToIntFunction<EmulatedDevice> body) {
    int result = LibraryCalls.call(function, CublasHandles.EXECUTION_FAILED, body);
    if (result != 0 && exceptionsEnabled) {
      throw new CudaException(CublasHandles.statusName(result));
    }
    return result;
  }

  public static void initialize() {}

  public static void setLogLevel(LogLevel level) {}

  public static void setExceptionsEnabled(boolean enabled) {
    exceptionsEnabled = enabled;
  }

  public static String cublasGetStatusName(int status) {
    return CublasHandles.statusName(status);
  }

  public static String cublasGetStatusString(int status) {
    return CublasHandles.statusName(status);
  }

  public static int cublasCreate(cublasHandle handle) {
    return call("cublasCreate", d -> CublasHandles.create(d, handle));
  }

  public static int cublasDestroy(cublasHandle handle) {
    return call("cublasDestroy", d -> CublasHandles.destroy(d, handle));
  }

  public static int cublasGetVersion(cublasHandle handle, int[] version) {
    return call("cublasGetVersion", d -> CublasHandles.version(d, handle, version));
  }

  public static int cublasSetStream(cublasHandle handle, cudaStream_t stream) {
    return call("cublasSetStream", d -> CublasHandles.setStream(d, handle, stream));
  }

  public static int cublasSetMathMode(cublasHandle handle, int mode) {
    return call("cublasSetMathMode", d -> CublasHandles.setMathMode(d, handle, mode));
  }

  public static int cublasGetMathMode(cublasHandle handle, int[] mode) {
    return call("cublasGetMathMode", d -> CublasHandles.mathMode(d, handle, mode));
  }

  public static int cublasSetPointerMode(cublasHandle handle, int mode) {
    return call("cublasSetPointerMode", d -> CublasHandles.setPointerMode(d, handle, mode));
  }

  public static int cublasSetWorkspace(cublasHandle handle, Pointer workspace, long bytes) {
    return call("cublasSetWorkspace", d -> CublasHandles.setWorkspace(d, handle, workspace, bytes));
  }

  public static int cublasSgemm(
      cublasHandle handle,
      int opA,
      int opB,
      int m,
      int n,
      int k,
      Pointer alpha,
      Pointer a,
      int lda,
      Pointer b,
      int ldb,
      Pointer beta,
      Pointer c,
      int ldc) {
    return call(
        "cublasSgemm",
        d ->
            CublasProducts.multiply(
                d,
                handle,
                Extents.single(m, n, k),
                alpha,
                matrix(a, FLOAT, lda, opA),
                matrix(b, FLOAT, ldb, opB),
                beta,
                matrix(c, FLOAT, ldc, 0)));
  }

  public static int cublasSgemmStridedBatched(
      cublasHandle handle,
      int opA,
      int opB,
      int m,
      int n,
      int k,
      Pointer alpha,
      Pointer a,
      int lda,
      long strideA,
      Pointer b,
      int ldb,
      long strideB,
      Pointer beta,
      Pointer c,
      int ldc,
      long strideC,
      int batch) {
    return call(
        "cublasSgemmStridedBatched",
        d ->
            CublasProducts.multiply(
                d,
                handle,
                new Extents(m, n, k, batch, strideA, strideB, strideC),
                alpha,
                matrix(a, FLOAT, lda, opA),
                matrix(b, FLOAT, ldb, opB),
                beta,
                matrix(c, FLOAT, ldc, 0)));
  }

  public static int cublasGemmEx(
      cublasHandle handle,
      int opA,
      int opB,
      int m,
      int n,
      int k,
      Pointer alpha,
      Pointer a,
      int typeA,
      int lda,
      Pointer b,
      int typeB,
      int ldb,
      Pointer beta,
      Pointer c,
      int typeC,
      int ldc,
      int computeType,
      int algorithm) {
    return call(
        "cublasGemmEx",
        d ->
            CublasProducts.multiply(
                d,
                handle,
                Extents.single(m, n, k),
                alpha,
                matrix(a, typeA, lda, opA),
                matrix(b, typeB, ldb, opB),
                beta,
                matrix(c, typeC, ldc, 0)));
  }

  public static int cublasGemmEx_new(
      cublasHandle handle,
      int opA,
      int opB,
      int m,
      int n,
      int k,
      Pointer alpha,
      Pointer a,
      int typeA,
      int lda,
      Pointer b,
      int typeB,
      int ldb,
      Pointer beta,
      Pointer c,
      int typeC,
      int ldc,
      int computeType,
      int algorithm) {
    return call(
        "cublasGemmEx_new",
        d ->
            CublasProducts.multiply(
                d,
                handle,
                Extents.single(m, n, k),
                alpha,
                matrix(a, typeA, lda, opA),
                matrix(b, typeB, ldb, opB),
                beta,
                matrix(c, typeC, ldc, 0)));
  }

  public static int cublasGemmStridedBatchedEx_new(
      cublasHandle handle,
      int opA,
      int opB,
      int m,
      int n,
      int k,
      Pointer alpha,
      Pointer a,
      int typeA,
      int lda,
      long strideA,
      Pointer b,
      int typeB,
      int ldb,
      long strideB,
      Pointer beta,
      Pointer c,
      int typeC,
      int ldc,
      long strideC,
      int batch,
      int computeType,
      int algorithm) {
    return call(
        "cublasGemmStridedBatchedEx_new",
        d ->
            CublasProducts.multiply(
                d,
                handle,
                new Extents(m, n, k, batch, strideA, strideB, strideC),
                alpha,
                matrix(a, typeA, lda, opA),
                matrix(b, typeB, ldb, opB),
                beta,
                matrix(c, typeC, ldc, 0)));
  }

  public static int cublasSscal(cublasHandle handle, int n, Pointer alpha, Pointer x, int incx) {
    return call("cublasSscal", d -> CublasVectors.scale(d, handle, n, alpha, vector(x, incx)));
  }

  public static int cublasSaxpy(
      cublasHandle handle, int n, Pointer alpha, Pointer x, int incx, Pointer y, int incy) {
    return call(
        "cublasSaxpy",
        d -> CublasVectors.add(d, handle, n, alpha, vector(x, incx), 1, vector(y, incy)));
  }

  public static int cublasScopy(
      cublasHandle handle, int n, Pointer x, int incx, Pointer y, int incy) {
    return call(
        "cublasScopy",
        d -> CublasVectors.add(d, handle, n, null, vector(x, incx), 0, vector(y, incy)));
  }

  public static int cublasSasum(cublasHandle handle, int n, Pointer x, int incx, Pointer result) {
    return call(
        "cublasSasum",
        d ->
            CublasVectors.reduce(
                d,
                handle,
                n,
                vector(x, incx),
                vector(x, incx),
                (a, b) -> Math.abs(a),
                s -> s,
                result));
  }

  public static int cublasSnrm2(cublasHandle handle, int n, Pointer x, int incx, Pointer result) {
    return call(
        "cublasSnrm2",
        d ->
            CublasVectors.reduce(
                d,
                handle,
                n,
                vector(x, incx),
                vector(x, incx),
                (a, b) -> (double) a * b,
                Math::sqrt,
                result));
  }

  public static int cublasSdot(
      cublasHandle handle, int n, Pointer x, int incx, Pointer y, int incy, Pointer result) {
    return call(
        "cublasSdot",
        d ->
            CublasVectors.reduce(
                d,
                handle,
                n,
                vector(x, incx),
                vector(y, incy),
                (a, b) -> (double) a * b,
                s -> s,
                result));
  }
}
