package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** float32 instructions against exact decimal arithmetic, and the corner cases of PTX. */
class FloatInstructionsTest {
  private static final float[] TELLING = {
    0f,
    -0f,
    1f,
    -1f,
    1.5f,
    3f,
    1e-45f,
    -1e-45f,
    1.1754944e-38f,
    3.4028235e38f,
    -3.4028235e38f,
    0.1f,
    -0.3f,
    16777216f,
    16777217f,
    1e20f,
    7e-20f,
    2.5f,
    -2.5f,
    1.0000001f
  };

  private final float[] a;
  private final float[] b;
  private final float[] c;

  FloatInstructionsTest() {
    Random random = new Random(3);
    List<float[]> triples = new ArrayList<>();
    for (float x : TELLING) {
      for (float y : TELLING) {
        triples.add(new float[] {x, y, TELLING[random.nextInt(TELLING.length)]});
        triples.add(new float[] {x * random.nextFloat(), y, -x * y});
      }
    }
    a = column(triples, 0);
    b = column(triples, 1);
    c = column(triples, 2);
  }

  private static float[] column(List<float[]> triples, int index) {
    float[] column = new float[triples.size()];
    for (int i = 0; i < column.length; i++) {
      float value = triples.get(i)[index];
      column[i] = Float.isFinite(value) ? value : 2f;
    }
    return column;
  }

  /** The float that a rounding mode gives for an exact value. */
  private static float rounded(BigDecimal exact, String mode) {
    float nearest = exact.floatValue();
    if (mode.equals("rn")) {
      return nearest;
    }
    float down = nearest;
    if (Float.isInfinite(nearest)) {
      down = nearest > 0 ? Float.MAX_VALUE : nearest;
    } else if (new BigDecimal(nearest).compareTo(exact) > 0) {
      down = Math.nextDown(nearest);
    }
    boolean isExact = Float.isFinite(down) && new BigDecimal(down).compareTo(exact) == 0;
    float up = isExact ? down : Math.nextUp(down);
    return switch (mode) {
      case "rm" -> down;
      case "rp" -> up;
      default -> exact.signum() > 0 ? down : up;
    };
  }

  private static BigDecimal exact(float value) {
    return new BigDecimal(value);
  }

  /** Zeros of either sign count as equal where decimals have no sign. */
  private static void same(float actual, float expected, String what) {
    assertThat(actual == expected || (Float.isNaN(actual) && Float.isNaN(expected)))
        .as("%s: %s, expected %s", what, actual, expected)
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rn", "rz", "rm", "rp"})
  void sumsProductsAndFusedProductsRound(String mode) {
    float[] sums = PtxSnippet.floats("add." + mode + ".f32 %d, %a, %b;", a, b);
    float[] differences = PtxSnippet.floats("sub." + mode + ".f32 %d, %a, %b;", a, b);
    float[] products = PtxSnippet.floats("mul." + mode + ".f32 %d, %a, %b;", a, b);
    float[] fused = PtxSnippet.floats("fma." + mode + ".f32 %d, %a, %b, %c;", a, b, c);
    for (int i = 0; i < a.length; i++) {
      String what = mode + " of " + a[i] + ", " + b[i] + ", " + c[i];
      BigDecimal product = exact(a[i]).multiply(exact(b[i]));
      same(sums[i], rounded(exact(a[i]).add(exact(b[i])), mode), "sum " + what);
      same(differences[i], rounded(exact(a[i]).subtract(exact(b[i])), mode), "difference " + what);
      same(products[i], rounded(product, mode), "product " + what);
      same(fused[i], rounded(product.add(exact(c[i])), mode), "fma " + what);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rn", "rz", "rm", "rp"})
  void quotientsRound(String mode) {
    float[] divisors = b.clone();
    for (int i = 0; i < divisors.length; i++) {
      divisors[i] = divisors[i] == 0 ? 3f : divisors[i];
    }
    float[] quotients = PtxSnippet.floats("div." + mode + ".f32 %d, %a, %b;", a, divisors);
    for (int i = 0; i < a.length; i++) {
      BigDecimal quotient = exact(a[i]).divide(exact(divisors[i]), new MathContext(120));
      same(quotients[i], rounded(quotient, mode), mode + " of " + a[i] + " / " + divisors[i]);
    }
  }

  @Test
  void fusedProductsOfOppositeZerosRoundDownToMinusZero() {
    float[] one = {1f};
    assertThat(PtxSnippet.floats("fma.rm.f32 %d, %a, %b, %c;", one, one, new float[] {-1f}))
        .containsExactly(-0f);
    assertThat(PtxSnippet.floats("fma.rn.f32 %d, %a, %b, %c;", one, one, new float[] {-1f}))
        .containsExactly(0f);
  }

  @Test
  void minimumAndMaximumPreferNumbers() {
    float[] x = {Float.NaN, 1f, Float.NaN, 0f, -0f, 2f};
    float[] y = {1f, Float.NaN, Float.NaN, -0f, 0f, 3f};
    int[] least = PtxSnippet.ints("min.f32 %d, %a, %b;", bits(x), bits(y));
    int[] most = PtxSnippet.ints("max.f32 %d, %a, %b;", bits(x), bits(y));
    assertThat(least).containsExactly(bits(1f, 1f, Float.intBitsToFloat(0x7FFFFFFF), -0f, -0f, 2f));
    assertThat(most).containsExactly(bits(1f, 1f, Float.intBitsToFloat(0x7FFFFFFF), 0f, 0f, 3f));
    assertThat(PtxSnippet.floats("max.NaN.f32 %d, %a, %b;", x, y)[0]).isNaN();
  }

  private static int[] bits(float... values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  @Test
  void saturationAndFlushing() {
    float[] x = {-1f, 0.25f, 2f, Float.NaN, 1e-40f, -1e-40f};
    assertThat(PtxSnippet.floats("add.sat.f32 %d, %a, 0f00000000;", x))
        .containsExactly(0f, 0.25f, 1f, 0f, 1e-40f, 0f);
    assertThat(PtxSnippet.floats("mul.ftz.f32 %d, %a, 0f3F800000;", x))
        .containsExactly(-1f, 0.25f, 2f, Float.NaN, 0f, -0f);
    assertThat(PtxSnippet.floats("cvt.sat.f32.f32 %d, %a;", x))
        .containsExactly(0f, 0.25f, 1f, 0f, 1e-40f, 0f);
    assertThat(PtxSnippet.floats("cvt.ftz.f32.f32 %d, %a;", x))
        .containsExactly(-1f, 0.25f, 2f, Float.NaN, 0f, -0f);
  }

  @ParameterizedTest
  @CsvSource({
    "eq,0,0,1",
    "ne,1,0,0",
    "lt,1,0,0",
    "ge,0,0,1",
    "gtu,0,1,0",
    "leu,1,1,1",
    "equ,0,1,1",
    "neu,1,1,0",
    "num,1,0,1",
    "nan,0,1,0"
  })
  void comparisonsOfNan(String comparison, int less, int nan, int equal) {
    float[] x = {1f, Float.NaN, 2f};
    float[] y = {2f, 2f, 2f};
    assertThat(
            PtxSnippet.ints(
                "setp." + comparison + ".f32 p, %a, %b; selp.b32 %d, 1, 0, p;", bits(x), bits(y)))
        .containsExactly(less, nan, equal);
  }

  @Test
  void approximationsAreWithinTwoUlp() {
    float[] x = new float[400];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 200) * 0.37f;
    }
    float[] powers = PtxSnippet.floats("ex2.approx.f32 %d, %a;", x);
    float[] positive = new float[400];
    for (int i = 0; i < x.length; i++) {
      assertThat((double) powers[i]).isCloseTo(Math.pow(2, x[i]), within(x[i]));
      positive[i] = Math.max(Math.abs(x[i]) * powers[i], 1e-44f);
    }
    float[] logarithms = PtxSnippet.floats("lg2.approx.f32 %d, %a;", positive);
    float[] roots = PtxSnippet.floats("rsqrt.approx.f32 %d, %a;", positive);
    float[] reciprocals = PtxSnippet.floats("rcp.approx.ftz.f32 %d, %a;", powers);
    for (int i = 0; i < x.length; i++) {
      double log = Math.log(positive[i]) / Math.log(2);
      assertThat((double) logarithms[i])
          .isCloseTo(log, offset(Math.ulp((float) log) * 2.0 + 1e-12));
      assertThat((double) roots[i]).isCloseTo(1 / Math.sqrt(positive[i]), withinPercentage(1e-5));
      assertThat(reciprocals[i]).isEqualTo(1 / powers[i]);
    }
  }

  private static Offset<Double> within(float exponent) {
    return offset(2.0 * Math.ulp((float) Math.pow(2, exponent)));
  }

  @Test
  void cornersOfTheApproximations() {
    float[] x = {0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, -1f};
    assertThat(PtxSnippet.floats("ex2.approx.f32 %d, %a;", x))
        .containsExactly(1f, 1f, Float.POSITIVE_INFINITY, 0f, Float.NaN, 0.5f);
    assertThat(PtxSnippet.floats("lg2.approx.f32 %d, %a;", x))
        .containsExactly(
            Float.NEGATIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            Float.NaN,
            Float.NaN,
            Float.NaN);
    assertThat(PtxSnippet.floats("sqrt.rn.f32 %d, %a;", new float[] {2f, 4f, -1f}))
        .containsExactly((float) Math.sqrt(2), 2f, Float.NaN);
    assertThat(PtxSnippet.floats("rsqrt.approx.f32 %d, %a;", new float[] {0f, -0f}))
        .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
  }

  @Test
  void signsAreBits() {
    int[] x = bits(Float.NaN, -2f, 0f);
    assertThat(PtxSnippet.ints("neg.f32 %d, %a;", x))
        .containsExactly(x[0] ^ 0x80000000, x[1] ^ 0x80000000, 0x80000000);
    assertThat(PtxSnippet.ints("abs.f32 %d, %a;", x)).containsExactly(bits(Float.NaN, 2f, 0f));
    assertThat(PtxSnippet.floats("copysign.f32 %d, %a, %b;", new float[] {-1f}, new float[] {3f}))
        .containsExactly(-3f);
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
