package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** cvt: rounding to integers, saturation, widening, halves. */
class ConvertInstructionsTest {
  private static final float[] TELLING = {
    0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 2.4999f, -2.51f, 1e10f, -1e10f, Float.NaN, 255.5f, 3e38f
  };

  private static int[] bits(float... values) {
    return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i])).toArray();
  }

  @Test
  void floatsBecomeIntegersByEachRounding() {
    int[] x = bits(TELLING);
    assertThat(PtxSnippet.ints("cvt.rni.s32.f32 %d, %a;", x))
        .containsExactly(
            0, 2, 2, 0, -2, 2, -3, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 256, Integer.MAX_VALUE);
    assertThat(PtxSnippet.ints("cvt.rzi.s32.f32 %d, %a;", x))
        .containsExactly(
            0, 1, 2, 0, -1, 2, -2, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 255, Integer.MAX_VALUE);
    assertThat(PtxSnippet.ints("cvt.rmi.s32.f32 %d, %a;", x)).startsWith(0, 1, 2, -1, -2, 2, -3);
    assertThat(PtxSnippet.ints("cvt.rpi.s32.f32 %d, %a;", x)).startsWith(1, 2, 3, 0, -1, 3, -2);
    assertThat(PtxSnippet.ints("cvt.rzi.u32.f32 %d, %a;", x))
        .containsExactly(0, 1, 2, 0, 0, 2, 0, -1, 0, 0, 255, -1);
    assertThat(PtxSnippet.ints("cvt.rni.u8.f32 t0, %a; mov.b32 %d, t0;", x))
        .containsExactly(0, 2, 2, 0, 0, 2, 0, 255, 0, 0, 255, 255);
  }

  @Test
  void floatsRoundToWholeFloats() {
    assertThat(PtxSnippet.floats("cvt.rni.f32.f32 %d, %a;", TELLING))
        .startsWith(0f, 2f, 2f, -0f, -2f, 2f, -3f, 1e10f);
    assertThat(PtxSnippet.floats("cvt.rmi.f32.f32 %d, %a;", TELLING))
        .startsWith(0f, 1f, 2f, -1f, -2f);
    assertThat(PtxSnippet.floats("cvt.rpi.f32.f32 %d, %a;", TELLING))
        .startsWith(1f, 2f, 3f, -0f, -1f);
    assertThat(PtxSnippet.floats("cvt.rzi.f32.f32 %d, %a;", TELLING))
        .startsWith(0f, 1f, 2f, -0f, -1f);
  }

  @Test
  void integersBecomeFloats() {
    int[] x = {0, 16777217, -16777217, -1, Integer.MIN_VALUE};
    assertThat(PtxSnippet.ints("cvt.rn.f32.s32 t0, %a; mov.b32 %d, t0;", x))
        .containsExactly(bits(0f, 16777216f, -16777216f, -1f, -2147483648f));
    assertThat(PtxSnippet.ints("cvt.rp.f32.s32 t0, %a; mov.b32 %d, t0;", x))
        .containsExactly(bits(0f, 16777218f, -16777216f, -1f, -2147483648f));
    assertThat(PtxSnippet.ints("cvt.rm.f32.s32 t0, %a; mov.b32 %d, t0;", x))
        .containsExactly(bits(0f, 16777216f, -16777218f, -1f, -2147483648f));
    assertThat(PtxSnippet.ints("cvt.rz.f32.s32 t0, %a; mov.b32 %d, t0;", x))
        .containsExactly(bits(0f, 16777216f, -16777216f, -1f, -2147483648f));
    assertThat(PtxSnippet.ints("cvt.rn.f32.u32 t0, %a; mov.b32 %d, t0;", x))
        .containsExactly(bits(0f, 16777216f, 4.2781901e9f, 4.2949673e9f, 2.1474836e9f));
  }

  @ParameterizedTest
  @CsvSource({
    "cvt.s8.s32, -1",
    "cvt.u8.s32, 255",
    "cvt.s16.s32, 1023",
    "cvt.sat.s8.s32, 127",
    "cvt.sat.u8.s32, 255",
    "cvt.sat.u16.s32, 1023"
  })
  void integersWrapOrSaturate(String opcode, int expected) {
    assertThat(PtxSnippet.ints(opcode + " %d, %a;", new int[] {1023})).containsExactly(expected);
  }

  @Test
  void integersWidenByTheirSign() {
    int[] x = {-1, 5};
    assertThat(PtxSnippet.widened("cvt.s64.s32 %d, %a;", x)).containsExactly(-1, 5);
    assertThat(PtxSnippet.widened("cvt.u64.u32 %d, %a;", x)).containsExactly(0xFFFFFFFFL, 5);
    assertThat(PtxSnippet.widened("cvt.u32.u64 t0, w0; cvt.u64.u32 %d, %a;", x)).hasSize(2);
    assertThat(
            PtxSnippet.longs("cvt.u32.u64 t0, %a; cvt.s64.s32 %d, t0;", new long[] {0x1FFFFFFFFL}))
        .containsExactly(-1);
  }

  @Test
  void doublesAndFloatsConvert() {
    long[] x = {Double.doubleToRawLongBits(0.1), Double.doubleToRawLongBits(-1e300)};
    assertThat(
            PtxSnippet.longs(
                "{ .reg .f64 e; .reg .f32 f; mov.b64 e, %a; cvt.rn.f32.f64 f, e;"
                    + " cvt.f64.f32 e, f; mov.b64 %d, e; }",
                x))
        .containsExactly(
            Double.doubleToRawLongBits((double) 0.1f),
            Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY));
    assertThat(
            PtxSnippet.longs(
                "{ .reg .f64 e; .reg .f32 f; mov.b64 e, %a; cvt.rz.f32.f64 f, e;"
                    + " cvt.f64.f32 e, f; mov.b64 %d, e; }",
                x))
        .containsExactly(
            Double.doubleToRawLongBits((double) Math.nextDown(0.1f)),
            Double.doubleToRawLongBits(-Float.MAX_VALUE));
  }

  @Test
  void halvesRoundToNearestEven() {
    int[] x = bits(1f, 1.00048828125f, 65520f, 1e-8f, 1.00390625f, 1.01171875f);
    assertThat(PtxSnippet.ints("cvt.rn.f16.f32 h0, %a; cvt.u32.u16 %d, h0;", x))
        .startsWith(0x3C00, 0x3C00, 0x7C00, 0);
    assertThat(PtxSnippet.ints("cvt.rn.bf16.f32 h0, %a; cvt.u32.u16 %d, h0;", x))
        .endsWith(0x3F80, 0x3F82);
    assertThat(PtxSnippet.ints("cvt.rn.bf16x2.f32 %d, %a, %b;", bits(2f), bits(1f)))
        .containsExactly(0x40003F80);
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
