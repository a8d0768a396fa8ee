package fcn4j.emulator;

import static fcn4j.emulator.EmulatedKernels.dims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole kernels as nvcc compiles them, against the same computation in Java. */
class KernelsTest {
  private static final String PTX = EmulatedKernels.resource("emulator/kernels.ptx");

  private final Random random = new Random(21);

  private float[] values(int count, float scale) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = scale * (2 * random.nextFloat() - 1);
    }
    return values;
  }

  @Test
  void theFunctionsOfCudaAreAccurate() {
    int n = 500;
    float[] x = values(n, 4);
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr y = kernels.room(4L * 10 * n);
    kernels.launch("functions", 4, 128, kernels.put(x), y, n);
    float[] actual = kernels.floats(y, 10 * n);
    DoubleUnaryOperator[] functions = {
      Math::exp,
      v -> Math.log((float) (Math.abs(v) + 1e-3f)),
      v -> Math.pow(Math.abs(v), 1.7f),
      v -> Math.sin((float) v * 1000f),
      Math::tanh,
      v -> v / (1 + Math.abs(v)),
      v -> 1 / Math.sqrt(v * v + 1),
      Math::cbrt,
      null,
      v -> (float) Math.exp(v)
    };
    for (int f = 0; f < functions.length; f++) {
      for (int i = 0; i < n && functions[f] != null; i++) {
        double expected = functions[f].applyAsDouble(x[i]);
        assertThat((double) actual[f * n + i])
            .as("function %d of %s", f, x[i])
            .isCloseTo(expected, within(Math.max(1e-7, Math.abs(expected) * 1e-6)));
      }
    }
    for (int i = 0; i < n; i++) {
      assertThat(Math.abs(actual[8 * n + i])).as("erf").isLessThanOrEqualTo(1f);
    }
  }

  @Test
  void philoxDrawsTheNumbersOfItsDefinition() {
    long seed = 0x0123_4567_89AB_CDEFL;
    long step = 0xFEDC_BA98_7654_3210L;
    int n = 300;
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr out = kernels.room(16L * n);
    kernels.launch("philox", 3, 128, out, seed, step, n);
    int[] actual = kernels.ints(out, 4 * n);
    for (int i = 0; i < n; i++) {
      int[] expected = philox(i, seed, step);
      for (int k = 0; k < 4; k++) {
        assertThat(actual[4 * i + k]).isEqualTo(expected[k]);
      }
    }
  }

  private static int[] philox(int index, long seed, long step) {
    int[] c = {index, 0, (int) step, (int) (step >>> 32)};
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < 10; round++) {
      BigInteger p = unsigned(0xD2511F53).multiply(unsigned(c[0]));
      BigInteger q = unsigned(0xCD9E8D57).multiply(unsigned(c[2]));
      int n0 = q.shiftRight(32).intValue() ^ c[1] ^ k0;
      int n2 = p.shiftRight(32).intValue() ^ c[3] ^ k1;
      c = new int[] {n0, q.intValue(), n2, p.intValue()};
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    return c;
  }

  private static BigInteger unsigned(int value) {
    return BigInteger.valueOf(Integer.toUnsignedLong(value));
  }

  @Test
  void sumsInTheOrderOfItsShuffles() {
    int n = 3000;
    float[] x = values(n, 1);
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr out = kernels.put(0f);
    kernels.launch("sum", 3, 256, kernels.put(x), out, n);
    double sum = 0;
    for (float value : x) {
      sum += value;
    }
    float first = kernels.floats(out, 1)[0];
    assertThat((double) first).isCloseTo(sum, within(1e-4));
    EmulatedKernels again = EmulatedKernels.of(PTX, EmulatorOptions.standard().lazy());
    CUdeviceptr other = again.put(0f);
    again.launch("sum", 3, 256, again.put(x), other, n);
    assertThat(again.floats(other, 1)[0]).as("equal bits").isEqualTo(first);
  }

  @Test
  void readsBytesVectorsAndGenericPointers() {
    int n = 90;
    byte[] in = new byte[4 * n];
    random.nextBytes(in);
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr out = kernels.room(16L * n);
    kernels.launch("bytes", dims(2), dims(64), 64 * 4, kernels.put(in), out, n);
    int[] actual = kernels.ints(out, 4 * n);
    for (int i = 0; i < n; i++) {
      assertThat(actual[4 * i]).isEqualTo(staged(in, i));
      int word =
          (in[4 * i] & 0xFF)
              | (in[4 * i + 1] & 0xFF) << 8
              | (in[4 * i + 2] & 0xFF) << 16
              | in[4 * i + 3] << 24;
      assertThat(actual[4 * i + 1]).isEqualTo(in[4 * i + 2] % 2 != 0 ? staged(in, i ^ 1) : word);
      int odd = 0;
      for (int k = i / 32 * 32; k < Math.min(n, i / 32 * 32 + 32); k++) {
        odd += in[4 * k + 2] & 1;
      }
      assertThat(actual[4 * i + 2]).isEqualTo(odd);
      assertThat(actual[4 * i + 3]).isEqualTo(in[4 * i + 3]);
    }
  }

  private static int staged(byte[] in, int i) {
    return 4 * i >= in.length ? 0 : (in[4 * i] & 0xFF) + 256 * (in[4 * i + 1] & 0xFF);
  }

  @Test
  void turnsTiles() {
    int rows = 37;
    int columns = 50;
    float[] x = values(rows * columns, 1);
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr y = kernels.room(4L * rows * columns);
    kernels.launch("transpose", dims(4, 3), dims(16, 16), 0, kernels.put(x), y, rows, columns);
    float[] actual = kernels.floats(y, rows * columns);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isEqualTo(x[i % rows * columns + i / rows]);
    }
  }

  @Test
  void takesStructsByValue() {
    float[] factor = {1.5f, -2.25f, 4f};
    long offset = -7_000_000_000_000L;
    byte[] steps = new byte[24];
    ByteBuffer.wrap(steps)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4)
        .putFloat(factor[0])
        .putFloat(factor[1])
        .putFloat(factor[2])
        .putLong(offset);
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr out = kernels.room(4L * 12);
    CUdeviceptr kinds = kernels.put(0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4);
    EmulatedKernels.check(
        JCudaDriver.cuLaunchKernel(
            kernels.function("choose"),
            1,
            1,
            1,
            32,
            1,
            1,
            0,
            null,
            Pointer.to(
                Pointer.to(kinds), Pointer.to(out), Pointer.to(steps), Pointer.to(new int[] {12})),
            null));
    float[] actual = kernels.floats(out, 12);
    for (int i = 0; i < 12; i++) {
      float v = 0;
      for (int k = 0; k < 4; k++) {
        v += factor[(i + k) % 3];
      }
      int whole = (int) v;
      long quotient = offset / (i + 1);
      int kind = i % 7;
      float expected =
          switch (kind) {
            case 0 -> -v;
            case 1 -> v * v;
            case 2 -> v / 3;
            case 3 -> whole % 5;
            case 4 -> offset >> 33;
            default -> quotient;
          };
      assertThat(actual[i]).as("thread %d", i).isEqualTo(expected);
    }
  }

  /** Only where nvcc is can the PTX be made again; everywhere it is known when it is old. */
  @ParameterizedTest
  @ValueSource(strings = {"kernels", "mutants"})
  void thePtxIsOfTheseSources(String name) throws IOException, NoSuchAlgorithmException {
    byte[] source =
        EmulatedKernels.resource("emulator/" + name + ".cu").getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
    assertThat(EmulatedKernels.resource("emulator/sources.sha256"))
        .as("run src/test/resources/emulator/build-ptx.sh after a change of %s.cu", name)
        .contains(hash + "  " + name + ".cu");
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
