package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.graph.MemoryPlan.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPlanTest {
  private static List<Buffer> random(Random random) {
    List<Buffer> buffers = new ArrayList<>();
    int count = 1 + random.nextInt(40);
    int steps = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      int first = random.nextInt(steps);
      int last = first + random.nextInt(steps - first);
      long bytes = random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 1 + random.nextInt(5000);
      buffers.add(new Buffer("b" + i, bytes, first, last));
    }
    return buffers;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 8, 64, 256})
  void buffersThatLiveAtTheSameTimeNeverShareBytes(long alignment) {
    Random random = new Random(alignment);
    for (int round = 0; round < 400; round++) {
      List<Buffer> buffers = random(random);
      MemoryPlan plan = MemoryPlan.of(buffers, alignment);
      long sum = 0;
      for (int i = 0; i < buffers.size(); i++) {
        Buffer a = buffers.get(i);
        long begin = plan.offsetBytes(i);
        assertThat(begin % alignment).isZero();
        assertThat(begin).isNotNegative();
        assertThat(begin + a.bytes()).isLessThanOrEqualTo(plan.totalBytes());
        sum += Math.ceilDiv(a.bytes(), alignment) * alignment;
        for (int j = 0; j < i; j++) {
          Buffer b = buffers.get(j);
          boolean together = a.firstStep() <= b.lastStep() && b.firstStep() <= a.lastStep();
          boolean overlap =
              begin < plan.offsetBytes(j) + b.bytes() && plan.offsetBytes(j) < begin + a.bytes();
          assertThat(together && overlap).as("%s and %s", a, b).isFalse();
        }
      }
      assertThat(plan.totalBytes()).isLessThanOrEqualTo(sum);
    }
  }

  @Test
  void buffersThatNeverMeetShareTheSameBytes() {
    List<Buffer> chain =
        List.of(
            new Buffer("a", 100, 0, 1),
            new Buffer("b", 100, 2, 3),
            new Buffer("c", 60, 4, 9),
            new Buffer("d", 40, 4, 9));
    MemoryPlan plan = MemoryPlan.of(chain, 1);
    assertThat(plan.totalBytes()).isEqualTo(100);
  }

  @Test
  void touchingStepsCountAsMeeting() {
    MemoryPlan plan = MemoryPlan.of(List.of(new Buffer("a", 8, 0, 3), new Buffer("b", 8, 3, 5)), 8);
    assertThat(plan.totalBytes()).isEqualTo(16);
  }

  @Test
  void theTotalIsNeverBelowWhatLivesAtOneStep() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      List<Buffer> buffers = random(random);
      long total = MemoryPlan.of(buffers, 1).totalBytes();
      for (int step = 0; step < 30; step++) {
        int now = step;
        long alive =
            buffers.stream()
                .filter(b -> b.firstStep() <= now && now <= b.lastStep())
                .mapToLong(Buffer::bytes)
                .sum();
        assertThat(total).isGreaterThanOrEqualTo(alive);
      }
    }
  }

  @Test
  void nothingTakesNothing() {
    assertThat(MemoryPlan.of(List.of(), 256).totalBytes()).isZero();
  }
}
