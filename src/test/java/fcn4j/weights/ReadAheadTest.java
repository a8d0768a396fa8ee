package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays arrive whole and in order, whatever their length, and failures arrive too. */
class ReadAheadTest {
  private static final int PIECE = ArrayReader.PIECE_FLOATS;

  private static final ArrayReader COUNTING =
      (entry, first, target, offset, count) -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = first + i;
        }
      };

  private static WeightEntry array(int count) {
    return new WeightEntry("a", List.of(count));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 5 * PIECE + 7})
  void everyValueArrivesOnceAndInOrder(int count) {
    checkArrival(COUNTING, count);
    Thread caller = Thread.currentThread();
    checkArrival(
        ArrayReader.inTurn((entry, first, target, offset, values) -> {
          assertThat(Thread.currentThread()).isSameAs(caller);
          COUNTING.read(entry, first, target, offset, values);
        }),
        count);
  }

  private static void checkArrival(ArrayReader reader, int count) {
    List<Integer> lengths = new ArrayList<>();
    long[] next = {0};
    reader.forEachPiece(
        array(count),
        (first, values, length) -> {
          assertThat(first).isEqualTo(next[0]);
          for (int i = 0; i < length; i++) {
            if (values[i] != (float) (first + i)) {
              throw new AssertionError("value %d is %s".formatted(first + i, values[i]));
            }
          }
          lengths.add(length);
          next[0] += length;
        });
    assertThat(next[0]).isEqualTo(count);
    assertThat(lengths).hasSize(Math.ceilDiv(count, PIECE));
  }

  @Test
  void whatReadingThrowsIsThrown() {
    ArrayReader damaged =
        (entry, first, target, offset, count) -> {
          if (first >= 2L * PIECE) {
            throw new WeightFileException("damaged from value " + first);
          }
        };
    List<Long> taken = new ArrayList<>();
    assertThatThrownBy(() ->
            damaged.forEachPiece(array(4 * PIECE), (first, values, count) -> taken.add(first)))
        .isInstanceOf(WeightFileException.class)
        .hasMessage("damaged from value " + 2 * PIECE);
    assertThat(taken).containsExactly(0L, (long) PIECE);
  }

  @Test
  void whatTakingThrowsIsThrownAfterTheReadingHasEnded() {
    Set<Long> begun = ConcurrentHashMap.newKeySet();
    Set<Long> ended = ConcurrentHashMap.newKeySet();
    ArrayReader noting =
        (entry, first, target, offset, count) -> {
          begun.add(first);
          COUNTING.read(entry, first, target, offset, count);
          ended.add(first);
        };
    assertThatThrownBy(() ->
            noting.forEachPiece(
                array(4 * PIECE),
                (first, values, count) -> {
                  throw new IllegalStateException("no room");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no room");
    assertThat(begun).isEqualTo(ended);
    assertThat(begun).doesNotContain(2L * PIECE);
  }
}
