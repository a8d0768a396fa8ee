package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  @Test
  void sequentialGoesRound() {
    assertThat(draws(new Sampler.Sequential(3), 0, 5)).containsExactly(0, 1, 2, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 367, 1000})
  void everyEpochOfAShuffleHoldsEverySampleOnce(int size) {
    Sampler shuffled = new Sampler.Shuffled(size, 42);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(draws(shuffled, (long) epoch * size, size))
          .containsExactlyInAnyOrder(IntStream.range(0, size).toArray());
    }
  }

  @Test
  void epochsAndSeedsHaveOrdersOfTheirOwn() {
    Sampler shuffled = new Sampler.Shuffled(100, 1);
    int[] first = draws(shuffled, 0, 100);
    assertThat(draws(shuffled, 100, 100)).isNotEqualTo(first);
    assertThat(draws(new Sampler.Shuffled(100, 2), 0, 100)).isNotEqualTo(first);
    assertThat(draws(new Sampler.Shuffled(100, 1), 0, 100)).containsExactly(first);
    assertThat(first).isNotEqualTo(IntStream.range(0, 100).toArray());
  }

  @Test
  void everySampleComesFirstAboutEquallyOften() {
    int[] first = new int[5];
    for (int seed = 0; seed < 2000; seed++) {
      first[new Sampler.Shuffled(5, seed).index(0)]++;
    }
    for (int count : first) {
      assertThat(count).isBetween(320, 480);
    }
  }

  @Test
  void drawingWithReplacementReachesAllAndRepeatsSome() {
    int[] drawn = draws(new Sampler.WithReplacement(50, 1337), 0, 500);
    int[] counts = new int[50];
    for (int index : drawn) {
      counts[index]++;
    }
    assertThat(counts).doesNotContain(0);
    assertThat(IntStream.of(draws(new Sampler.WithReplacement(50, 1337), 0, 50)).distinct().count())
        .isLessThan(45);
    assertThat(draws(new Sampler.WithReplacement(50, 1337), 100, 400))
        .containsExactly(IntStream.of(drawn).skip(100).toArray());
  }

  private static int[] draws(Sampler sampler, long first, int count) {
    return LongStream.range(first, first + count).mapToInt(sampler::index).toArray();
  }
}
