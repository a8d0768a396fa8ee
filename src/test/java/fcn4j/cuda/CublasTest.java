package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.cuda.Cublas.Matrix;
import fcn4j.testing.TestGpu;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** cuBLAS's products of small matrices with answers worked out by hand; columns first. */
@Tag("gpu")
class CublasTest {
  /** The 2 x 3 matrix (1 2 3; 4 5 6), a column after the other. */
  private static final float[] A = {1, 4, 2, 5, 3, 6};

  /** The 3 x 2 matrix (1 0; 0 1; 2 -1). */
  private static final float[] B = {1, 0, 2, 0, 1, -1};

  private static final long B_AT = 256;
  private static final long C_AT = 512;
  private static final long WORKSPACE_AT = 1024;
  private static final long WORKSPACE_BYTES = 8 << 20;

  private final Lifetime lifetime = new Lifetime("test");
  private Cublas cublas;
  private DeviceArena arena;

  @BeforeEach
  void open() {
    TestGpu.demand();
    Gpu gpu = lifetime.own(Gpu.open(0));
    cublas = gpu.cublas();
    arena = lifetime.own(gpu.arena("test", WORKSPACE_AT + WORKSPACE_BYTES));
    cublas.workspace(arena.address(WORKSPACE_AT, WORKSPACE_BYTES), WORKSPACE_BYTES);
    cublas.mathMode(MathMode.FMA);
    arena.enqueueFill(0, WORKSPACE_AT, (byte) 0, gpu.computeStream());
    arena.copyIn(0, A);
    arena.copyIn(B_AT, B);
    arena.copyIn(C_AT, new float[] {1, 1, 1, 1});
  }

  @AfterEach
  void close() {
    lifetime.close();
  }

  @Test
  void multipliesScalesAndAdds() {
    cublas.sgemm(false, false, 2, 2, 3, 2, matrix(0, 2), matrix(B_AT, 3), 10, matrix(C_AT, 2));
    assertThat(floats(4)).containsExactly(2 * 7 + 10, 2 * 16 + 10, 2 * -1 + 10, 2 * -1 + 10);
  }

  /** The transposes of A and B are what lies there when rows come first. */
  @Test
  void transposesEither() {
    arena.copyIn(0, new float[] {1, 2, 3, 4, 5, 6});
    cublas.sgemm(true, false, 2, 2, 3, 1, matrix(0, 3), matrix(B_AT, 3), 0, matrix(C_AT, 2));
    assertThat(floats(4)).containsExactly(7, 16, -1, -1);
    arena.copyIn(0, A);
    arena.copyIn(B_AT, new float[] {1, 0, 0, 1, 2, -1});
    cublas.sgemm(false, true, 2, 2, 3, 1, matrix(0, 2), matrix(B_AT, 2), 0, matrix(C_AT, 2));
    assertThat(floats(4)).containsExactly(7, 16, -1, -1);
  }

  @Test
  void multipliesABatch() {
    arena.copyIn(0, new float[] {1, 2, 3});
    arena.copyIn(B_AT, new float[] {5});
    Matrix a = new Matrix(arena.address(0, 12), 1, 1);
    Matrix b = new Matrix(arena.address(B_AT, 4), 1, 0);
    Matrix c = new Matrix(arena.address(C_AT, 12), 1, 1);
    cublas.sgemmBatch(false, false, 1, 1, 1, 1, a, b, 0, c, 3);
    assertThat(floats(3)).containsExactly(5, 10, 15);
  }

  @Test
  void multipliesShortNumbersIntoLongOnes() {
    arena.copyIn(0, MemorySegment.ofArray(bf16(1, 4, 2, 5, 3, 6)));
    arena.copyIn(B_AT, MemorySegment.ofArray(bf16(1, 0, 2, 0, 1, -1)));
    cublas.gemm(
        false,
        false,
        2,
        2,
        3,
        1,
        matrix(0, 2),
        matrix(B_AT, 3),
        DataType.BF16,
        0,
        matrix(C_AT, 2),
        DataType.FLOAT32);
    assertThat(floats(4)).containsExactly(7, 16, -1, -1);
  }

  @Test
  void refusalsNameTheCall() {
    assertThat(cublas.version()).isGreaterThanOrEqualTo(120000);
    assertThatThrownBy(() ->
            cublas.sgemm(
                false, false, 2, 2, 3, 1, matrix(0, 1), matrix(B_AT, 3), 0, matrix(C_AT, 2)))
        .isInstanceOf(CudaException.class)
        .hasMessageStartingWith("cublasSgemm(m 2, n 2, k 3) failed: 7 CUBLAS_STATUS_INVALID_VALUE");
  }

  private static short[] bf16(float... values) {
    short[] bits = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = (short) (Float.floatToRawIntBits(values[i]) >>> 16);
    }
    return bits;
  }

  private Matrix matrix(long offsetBytes, int leading) {
    return new Matrix(arena.address(offsetBytes, 4), leading);
  }

  private float[] floats(int count) {
    float[] out = new float[count];
    arena.copyOut(C_AT, out);
    return out;
  }
}
