package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Philox4x32-10 against the known answers that its authors publish with Random123. */
class PhiloxTest {

  private static int[] words(int c0, int c1, int c2, int c3, int key0, int key1) {
    int[] words = {c0, c1, c2, c3};
    Philox.randomise(words, key0, key1);
    return words;
  }

  @Test
  void knownAnswers() {
    assertThat(words(0, 0, 0, 0, 0, 0))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(words(-1, -1, -1, -1, -1, -1))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(words(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void counterIsElementBlockStepAndStreamUnderTheSeed() {
    long seed = 0x299f31d0_a4093822L;
    long block = 0x85a308d3_243f6a88L & (-1L >>> 2);
    int[] expected =
        words((int) block, (int) (block >>> 32), 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0);
    assertThat(Philox.block(seed, 0x13198a2eL, 0x03707344, block)).containsExactly(expected);
    for (int i = 0; i < 4; i++) {
      assertThat(Philox.word(seed, 0x13198a2eL, 0x03707344, 4 * block + i)).isEqualTo(expected[i]);
    }
  }

  @Test
  void uniformNumbersFillTheUnitInterval() {
    assertThat(Philox.uniform(0)).isZero();
    assertThat(Philox.uniform(-1)).isEqualTo(1 - 0x1p-24f);
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      sum += Philox.uniform(Philox.word(7, 0, 0, i));
    }
    // The standard deviation of the mean is 0.0029.
    assertThat(sum / 10_000).isCloseTo(0.5, within(0.012));
  }

  @Test
  void thresholdIsTheRatioOfAllWords() {
    assertThat(new Dropout(0, 0).threshold()).isZero();
    assertThat(new Dropout(0.5, 0).threshold()).isEqualTo(0x80000000);
    assertThat(new Dropout(0.75, 0).threshold()).isEqualTo(0xc0000000);
  }
}
