package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Integer and bit instructions against Java's arithmetic on every pair of telling values. */
class IntegerInstructionsTest {
  private static final int[] TELLING = {
    0,
    1,
    2,
    3,
    5,
    31,
    32,
    33,
    63,
    64,
    127,
    128,
    255,
    256,
    32767,
    32768,
    65535,
    65536,
    0x12345678,
    0x7FFFFFFF,
    0x80000000,
    0x80000001,
    0xDEADBEEF,
    -1,
    -2,
    -3,
    -31,
    -32768,
    -65536
  };
  private static final long[] TELLING_LONGS = {
    0,
    1,
    2,
    31,
    32,
    33,
    63,
    64,
    65,
    0xFFFFFFFFL,
    0x100000000L,
    0x123456789ABCDEFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    -1,
    -2,
    -64,
    -0x100000000L
  };

  private static int[] firsts() {
    return IntStream.of(TELLING).flatMap(a -> IntStream.of(TELLING).map(b -> a)).toArray();
  }

  private static int[] seconds() {
    return IntStream.of(TELLING).flatMap(a -> IntStream.of(TELLING)).toArray();
  }

  private static Arguments binary(String opcode, IntBinaryOperator expected) {
    return Arguments.of(opcode, expected);
  }

  static Stream<Arguments> binaries() {
    return Stream.of(
        binary("add.s32", (a, b) -> a + b),
        binary("add.u32", (a, b) -> a + b),
        binary(
            "add.sat.s32",
            (a, b) ->
                big(a)
                    .add(big(b))
                    .min(big(Integer.MAX_VALUE))
                    .max(big(Integer.MIN_VALUE))
                    .intValueExact()),
        binary("sub.s32", (a, b) -> a - b),
        binary("mul.lo.s32", (a, b) -> a * b),
        binary("mul.hi.s32", (a, b) -> big(a).multiply(big(b)).shiftRight(32).intValue()),
        binary("mul.hi.u32", (a, b) -> unsigned(a).multiply(unsigned(b)).shiftRight(32).intValue()),
        binary("min.s32", Math::min),
        binary("max.s32", Math::max),
        binary("min.u32", (a, b) -> unsigned(a).min(unsigned(b)).intValue()),
        binary("max.u32", (a, b) -> unsigned(a).max(unsigned(b)).intValue()),
        binary("and.b32", (a, b) -> a & b),
        binary("or.b32", (a, b) -> a | b),
        binary("xor.b32", (a, b) -> a ^ b),
        binary("shl.b32", (a, b) -> unsigned(b).compareTo(big(31)) > 0 ? 0 : a << b),
        binary("shr.u32", (a, b) -> unsigned(b).compareTo(big(31)) > 0 ? 0 : a >>> b),
        binary("shr.s32", (a, b) -> unsigned(b).compareTo(big(31)) > 0 ? a >> 31 : a >> b));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private static BigInteger unsigned(int value) {
    return BigInteger.valueOf(Integer.toUnsignedLong(value));
  }

  @ParameterizedTest
  @MethodSource("binaries")
  void binaryOf32Bits(String opcode, IntBinaryOperator expected) {
    int[] a = firsts();
    int[] b = seconds();
    int[] actual = PtxSnippet.ints(opcode + " %d, %a, %b;", a, b);
    int[] wanted = IntStream.range(0, a.length).map(i -> expected.applyAsInt(a[i], b[i])).toArray();
    assertThat(actual).isEqualTo(wanted);
  }

  static Stream<Arguments> quotients() {
    return Stream.of(
        binary("div.s32", (a, b) -> a / b),
        binary("div.u32", Integer::divideUnsigned),
        binary("rem.s32", (a, b) -> a % b),
        binary("rem.u32", Integer::remainderUnsigned));
  }

  @ParameterizedTest
  @MethodSource("quotients")
  void quotientsOf32Bits(String opcode, IntBinaryOperator expected) {
    int[] a = firsts();
    int[] b = IntStream.of(seconds()).map(v -> v == 0 ? 7 : v).toArray();
    int[] actual = PtxSnippet.ints(opcode + " %d, %a, %b;", a, b);
    int[] wanted = IntStream.range(0, a.length).map(i -> expected.applyAsInt(a[i], b[i])).toArray();
    assertThat(actual).isEqualTo(wanted);
  }

  static Stream<Arguments> longBinaries() {
    return Stream.of(
        longBinary("add.s64", (a, b) -> a + b),
        longBinary("sub.s64", (a, b) -> a - b),
        longBinary("mul.lo.s64", (a, b) -> a * b),
        longBinary("mul.hi.s64", (a, b) -> big(a).multiply(big(b)).shiftRight(64).longValue()),
        longBinary("mul.hi.u64", Math::unsignedMultiplyHigh),
        longBinary("min.s64", Math::min),
        longBinary("max.u64", (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b),
        longBinary("and.b64", (a, b) -> a & b),
        longBinary("xor.b64", (a, b) -> a ^ b));
  }

  private static Arguments longBinary(String opcode, LongBinaryOperator expected) {
    return Arguments.of(opcode, expected);
  }

  @ParameterizedTest
  @MethodSource("longBinaries")
  void binaryOf64Bits(String opcode, LongBinaryOperator expected) {
    long[] a =
        LongStream.of(TELLING_LONGS)
            .flatMap(x -> LongStream.of(TELLING_LONGS).map(y -> x))
            .toArray();
    long[] b = LongStream.of(TELLING_LONGS).flatMap(x -> LongStream.of(TELLING_LONGS)).toArray();
    long[] actual = PtxSnippet.longs(opcode + " %d, %a, %b;", a, b);
    long[] wanted =
        IntStream.range(0, a.length).mapToLong(i -> expected.applyAsLong(a[i], b[i])).toArray();
    assertThat(actual).isEqualTo(wanted);
  }

  @Test
  void wideProducts() {
    int[] a = firsts();
    int[] b = seconds();
    long[] signed = PtxSnippet.widened("mul.wide.s32 %d, %a, %b;", a, b);
    long[] unsigned = PtxSnippet.widened("mul.wide.u32 %d, %a, %b;", a, b);
    long[] added = PtxSnippet.widened("mov.b64 w0, -5; mad.wide.u32 %d, %a, %b, w0;", a, b);
    for (int i = 0; i < a.length; i++) {
      assertThat(signed[i]).isEqualTo((long) a[i] * b[i]);
      assertThat(unsigned[i]).isEqualTo(unsigned(a[i]).multiply(unsigned(b[i])).longValue());
      assertThat(added[i]).isEqualTo(unsigned[i] - 5);
    }
  }

  @Test
  void shiftsOf64BitsClamp() {
    long[] a = {-1, 0x123456789ABCDEFL, Long.MIN_VALUE};
    assertThat(PtxSnippet.longs("shl.b64 %d, %a, 64;", a)).containsOnly(0);
    assertThat(PtxSnippet.longs("shr.s64 %d, %a, 200;", a)).containsExactly(-1, 0, -1);
    assertThat(PtxSnippet.longs("shr.u64 %d, %a, 63;", a)).containsExactly(1, 0, 1);
  }

  @Test
  void countsAndReverses() {
    assertThat(PtxSnippet.ints("popc.b32 %d, %a;", TELLING))
        .isEqualTo(IntStream.of(TELLING).map(Integer::bitCount).toArray());
    assertThat(PtxSnippet.ints("clz.b32 %d, %a;", TELLING))
        .isEqualTo(IntStream.of(TELLING).map(Integer::numberOfLeadingZeros).toArray());
    assertThat(PtxSnippet.ints("brev.b32 %d, %a;", TELLING))
        .isEqualTo(IntStream.of(TELLING).map(Integer::reverse).toArray());
    assertThat(PtxSnippet.ints("bfind.u32 %d, %a;", new int[] {0, 1, 0x80000000, 6}))
        .containsExactly(-1, 0, 31, 2);
    assertThat(PtxSnippet.ints("bfind.s32 %d, %a;", new int[] {-1, -2, 5}))
        .containsExactly(-1, 0, 2);
    assertThat(PtxSnippet.ints("bfind.shiftamt.u32 %d, %a;", new int[] {1, 0x80000000}))
        .containsExactly(31, 0);
  }

  @Test
  void extractsAndInsertsFields() {
    int[] a = {0x12345678, 0xF0000000, 0x000000F0};
    assertThat(PtxSnippet.ints("bfe.u32 %d, %a, 4, 8;", a)).containsExactly(0x67, 0, 0x0F);
    assertThat(PtxSnippet.ints("bfe.s32 %d, %a, 4, 4;", a)).containsExactly(7, 0, -1);
    assertThat(PtxSnippet.ints("bfe.s32 %d, %a, 28, 8;", a)).containsExactly(1, -1, 0);
    assertThat(PtxSnippet.ints("bfe.u32 %d, %a, 0, 0;", a)).containsExactly(0, 0, 0);
    assertThat(PtxSnippet.ints("bfi.b32 %d, %a, -1, 8, 4;", a))
        .containsExactly(0xFFFFF8FF, 0xFFFFF0FF, 0xFFFFF0FF);
  }

  @Test
  void permutesBytes() {
    int[] a = {0x33221100};
    int[] b = {0x77665544};
    assertThat(PtxSnippet.ints("prmt.b32 %d, %a, %b, 0x7531;", a, b)).containsExactly(0x77553311);
    assertThat(PtxSnippet.ints("prmt.b32 %d, %a, %b, 0x8B00;", new int[] {0x80000000}, b))
        .containsExactly(0x00FF0000);
    assertThat(PtxSnippet.ints("lop3.b32 %d, %a, %b, -1, 0x96;", a, b))
        .containsExactly(~(0x33221100 ^ 0x77665544));
    assertThat(PtxSnippet.ints("shf.l.wrap.b32 %d, %a, %b, 8;", a, b)).containsExactly(0x66554433);
    assertThat(PtxSnippet.ints("shf.r.clamp.b32 %d, %a, %b, 40;", a, b))
        .containsExactly(0x77665544);
  }

  @Test
  void packsAndUnpacks() {
    int[] a = {0x11112222, -1};
    int[] b = {0x33334444, 5};
    assertThat(PtxSnippet.widened("mov.b64 %d, {%a, %b};", a, b))
        .containsExactly(0x3333444411112222L, 0x5FFFFFFFFL);
    assertThat(PtxSnippet.ints("mov.b32 {h0, h1}, %a; mov.b32 %d, {h1, h0};", a))
        .containsExactly(0x22221111, -1);
    assertThat(
            PtxSnippet.longs(
                "mov.b64 {t0, t1}, %a; mov.b64 %d, {t1, t0};", new long[] {0x100000002L}))
        .containsExactly(0x200000001L);
  }

  @Test
  void comparesAndSelects() {
    int[] a = {-1, 1, 5, 5};
    int[] b = {1, -1, 5, 6};
    assertThat(PtxSnippet.ints("setp.lt.s32 p, %a, %b; selp.b32 %d, 1, 0, p;", a, b))
        .containsExactly(1, 0, 0, 1);
    assertThat(PtxSnippet.ints("setp.lt.u32 p, %a, %b; selp.b32 %d, 1, 0, p;", a, b))
        .containsExactly(0, 1, 0, 1);
    assertThat(
            PtxSnippet.ints(
                "setp.eq.s32 q, %a, 5; setp.ge.and.s32 p|q, %a, %b, q; selp.b32 t0, 1, 0, p;"
                    + " selp.b32 t1, 2, 0, q; or.b32 %d, t0, t1;",
                a, b))
        .containsExactly(0, 0, 1, 2);
    assertThat(PtxSnippet.ints("set.gt.u32.s32 %d, %a, %b;", a, b)).containsExactly(0, -1, 0, 0);
  }

  @Test
  void guardsKeepTheOldValue() {
    assertThat(
            PtxSnippet.ints(
                "mov.b32 %d, 7; setp.gt.s32 p, %a, 0; @p mov.b32 %d, 8; @!p add.s32 %d, %d, %d;",
                new int[] {1, -1}))
        .containsExactly(8, 14);
  }

  @Test
  void sixteenBitsWrapAndCompareByTheirSign() {
    assertThat(
            PtxSnippet.ints(
                "cvt.u16.u32 h0, %a; add.s16 h0, h0, 1; cvt.u32.u16 %d, h0;",
                new int[] {0xFFFF, 0x1FFFE}))
        .containsExactly(0, 0xFFFF);
    assertThat(
            PtxSnippet.ints(
                "cvt.u16.u32 h0, %a; setp.lt.s16 p, h0, 0; selp.b32 %d, 1, 0, p;",
                new int[] {0x8000, 0x7FFF}))
        .containsExactly(1, 0);
    assertThat(
            PtxSnippet.ints(
                "cvt.u16.u32 h0, %a; shr.s16 h0, h0, 4; cvt.s32.s16 %d, h0;", new int[] {0x8000}))
        .containsExactly(-2048);
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
