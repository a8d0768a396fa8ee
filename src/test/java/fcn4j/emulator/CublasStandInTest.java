package fcn4j.emulator;

import static fcn4j.emulator.EmulatedKernels.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in for cuBLAS against plain loops in double. */
class CublasStandInTest {
  private final cublasHandle handle = new cublasHandle();
  private final Random random = new Random(9);

  @BeforeEach
  void start() {
    EmulatedDevice.reset();
    assertThat(JCublas2.cublasCreate(handle)).isZero();
  }

  private static CUdeviceptr put(float... values) {
    CUdeviceptr pointer = new CUdeviceptr();
    check(JCudaDriver.cuMemAlloc(pointer, (long) values.length * Float.BYTES));
    check(
        JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Float.BYTES));
    return pointer;
  }

  private static float[] get(CUdeviceptr pointer, int count) {
    float[] values = new float[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Float.BYTES));
    return values;
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static Pointer scalar(float value) {
    return Pointer.to(new float[] {value});
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "0,1", "1,1"})
  void multipliesColumnMajorMatrices(int opA, int opB) {
    int m = 5;
    int n = 4;
    int k = 7;
    int lda = (opA == 0 ? m : k) + 2;
    int ldb = (opB == 0 ? k : n) + 1;
    int ldc = m + 3;
    float[] a = values(lda * 8);
    float[] b = values(ldb * 8);
    float[] c = values(ldc * n);
    CUdeviceptr result = put(c);
    assertThat(
            JCublas2.cublasSgemm(
                handle,
                opA,
                opB,
                m,
                n,
                k,
                scalar(2),
                put(a),
                lda,
                put(b),
                ldb,
                scalar(0.5f),
                result,
                ldc))
        .isZero();
    float[] actual = get(result, c.length);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          double left = opA == 0 ? a[i + p * lda] : a[p + i * lda];
          double right = opB == 0 ? b[p + j * ldb] : b[j + p * ldb];
          sum += left * right;
        }
        assertThat((double) actual[i + j * ldc])
            .isCloseTo(2 * sum + 0.5 * c[i + j * ldc], within(1e-5));
      }
    }
    assertThat(actual[m]).as("beyond the matrix nothing changes").isEqualTo(c[m]);
  }

  @Test
  void multipliesBatches() {
    float[] a = values(2 * 6);
    float[] b = values(6);
    CUdeviceptr c = put(new float[2 * 4]);
    assertThat(
            JCublas2.cublasSgemmStridedBatched(
                handle, 0, 0, 2, 2, 3, scalar(1), put(a), 2, 6, put(b), 3, 0, scalar(0), c, 2, 4,
                2))
        .isZero();
    float[] actual = get(c, 8);
    for (int i = 0; i < 8; i++) {
      double sum = 0;
      for (int p = 0; p < 3; p++) {
        sum += (double) a[i / 4 * 6 + i % 2 + p * 2] * b[p + i % 4 / 2 * 3];
      }
      assertThat((double) actual[i]).isCloseTo(sum, within(1e-6));
    }
  }

  @Test
  void refusesLeadingDimensionsThatAreTooSmall() {
    CUdeviceptr memory = put(values(64));
    assertThat(
            JCublas2.cublasSgemm(
                handle, 0, 0, 4, 4, 4, scalar(1), memory, 3, memory, 4, scalar(0), memory, 4))
        .isEqualTo(7);
    assertThat(JCublas2.cublasGetStatusName(7)).isEqualTo("CUBLAS_STATUS_INVALID_VALUE");
  }

  @Test
  void worksOnVectors() {
    CUdeviceptr x = put(1, -2, 3, -4);
    CUdeviceptr y = put(10, 20, 30, 40);
    float[] result = new float[1];
    assertThat(JCublas2.cublasSasum(handle, 4, x, 1, Pointer.to(result))).isZero();
    assertThat(result[0]).isEqualTo(10);
    assertThat(JCublas2.cublasSnrm2(handle, 2, x, 2, Pointer.to(result))).isZero();
    assertThat((double) result[0]).isCloseTo(Math.sqrt(10), within(1e-6));
    assertThat(JCublas2.cublasSaxpy(handle, 4, scalar(2), x, 1, y, 1)).isZero();
    assertThat(get(y, 4)).containsExactly(12, 16, 36, 32);
    assertThat(JCublas2.cublasSscal(handle, 2, scalar(0.5f), y, 2)).isZero();
    assertThat(get(y, 4)).containsExactly(6, 16, 18, 32);
    assertThat(JCublas2.cublasSdot(handle, 4, x, 1, y, 1, Pointer.to(result))).isZero();
    assertThat(result[0]).isEqualTo(6 - 32 + 54 - 128);
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
