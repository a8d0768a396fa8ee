package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shuffles, votes, reductions and barriers with results, over two warps of 64 lanes. */
class WarpInstructionsTest {
  private static final int[] LANES = IntStream.range(0, 64).map(i -> 100 + i).toArray();

  private static int[] expected(IntUnaryOperator ofLane) {
    return IntStream.range(0, 64).map(ofLane).toArray();
  }

  /** Clamp of a segment of the warp: the manual's third operand. */
  private static int clamp(int width, boolean up) {
    return (32 - width) << 8 | (up ? 0 : 31);
  }

  static Stream<Arguments> shuffles() {
    return Stream.of(
        shuffle("down", 1, 32, i -> i % 32 == 31 ? i : i + 1),
        shuffle("down", 4, 8, i -> i % 8 >= 4 ? i : i + 4),
        shuffle("up", 3, 32, i -> i % 32 < 3 ? i : i - 3),
        shuffle("up", 2, 16, i -> i % 16 < 2 ? i : i - 2),
        shuffle("bfly", 5, 32, i -> i ^ 5),
        shuffle("idx", 7, 32, i -> i / 32 * 32 + 7),
        shuffle("idx", 3, 8, i -> i / 8 * 8 + 3));
  }

  private static Arguments shuffle(String mode, int b, int width, IntUnaryOperator source) {
    return Arguments.of(mode, b, clamp(width, mode.equals("up")), source);
  }

  @ParameterizedTest
  @MethodSource("shuffles")
  void shufflesReadTheLaneOfTheManual(String mode, int b, int clamp, IntUnaryOperator source) {
    int[] actual =
        PtxSnippet.ints(
            "shfl.sync.%s.b32 %%d|p, %%a, %d, %d, -1;".formatted(mode, b, clamp), LANES);
    assertThat(actual).isEqualTo(expected(i -> 100 + source.applyAsInt(i)));
    int[] inRange =
        PtxSnippet.ints(
            "shfl.sync.%s.b32 %%d|p, %%a, %d, %d, -1; selp.b32 %%d, 1, 0, p;"
                .formatted(mode, b, clamp),
            LANES);
    boolean always = mode.equals("bfly") || mode.equals("idx");
    assertThat(inRange).isEqualTo(expected(i -> always || source.applyAsInt(i) != i ? 1 : 0));
  }

  @Test
  void votesCountTheirWarp() {
    String odd = "and.b32 t0, %a, 1; setp.eq.s32 p, t0, 1; ";
    assertThat(PtxSnippet.ints(odd + "vote.sync.ballot.b32 %d, p, -1;", LANES))
        .containsOnly(0xAAAAAAAA);
    String first = "setp.eq.s32 p, %a, 100; ";
    assertThat(PtxSnippet.ints(first + "vote.sync.any.pred q, p, -1; selp.b32 %d, 1, 0, q;", LANES))
        .isEqualTo(expected(i -> i < 32 ? 1 : 0));
    assertThat(
            PtxSnippet.ints(first + "vote.sync.all.pred q, !p, -1; selp.b32 %d, 1, 0, q;", LANES))
        .isEqualTo(expected(i -> i < 32 ? 0 : 1));
    assertThat(PtxSnippet.ints(first + "vote.sync.uni.pred q, p, -1; selp.b32 %d, 1, 0, q;", LANES))
        .isEqualTo(expected(i -> i < 32 ? 0 : 1));
  }

  @Test
  void reductionsAndMatches() {
    assertThat(PtxSnippet.ints("redux.sync.add.s32 %d, %a, -1;", LANES))
        .isEqualTo(expected(i -> i < 32 ? 3200 + 496 : 4224 + 496));
    assertThat(PtxSnippet.ints("redux.sync.min.s32 %d, %a, -1;", LANES))
        .isEqualTo(expected(i -> i < 32 ? 100 : 132));
    assertThat(PtxSnippet.ints("shr.u32 t0, %a, 4; match.any.sync.b32 %d, t0, -1;", LANES))
        .startsWith(0x00000FFF);
  }

  @Test
  void aDivergedWarpSeesItsActiveLanesAndMeetsAgain() {
    int[] actual =
        PtxSnippet.ints(
            """
            and.b32 t0, %a, 1;
            setp.eq.s32 p, t0, 1;
            mov.b32 %d, 0;
            @p bra ODD;
            activemask.b32 %d;
            bra TOGETHER;
            ODD:
            activemask.b32 %d;
            TOGETHER:
            bar.warp.sync -1;
            shfl.sync.bfly.b32 t1, %d, 1, 31, -1;
            xor.b32 %d, %d, t1;
            """,
            LANES);
    assertThat(actual).containsOnly(0xFFFFFFFF);
  }

  @Test
  void barriersWithResults() {
    String small = "setp.lt.s32 p, %a, 110; ";
    assertThat(PtxSnippet.ints(small + "bar.red.popc.u32 %d, 0, p;", LANES128)).containsOnly(10);
    assertThat(PtxSnippet.ints(small + "bar.red.and.pred q, 0, p; selp.b32 %d, 1, 0, q;", LANES128))
        .containsOnly(0);
    assertThat(PtxSnippet.ints(small + "bar.red.or.pred q, 0, p; selp.b32 %d, 1, 0, q;", LANES128))
        .containsOnly(1);
  }

  private static final int[] LANES128 = IntStream.range(0, 128).map(i -> 100 + i).toArray();

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
