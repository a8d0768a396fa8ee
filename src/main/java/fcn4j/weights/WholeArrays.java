package fcn4j.weights;

import java.util.Optional;
import java.util.function.Function;

/** Stretches of arrays that come whole: keeps the one that was read last. */
final class WholeArrays implements ArrayReader {
  private final Function<WeightEntry, float[]> values;
  private Optional<WeightArray> last = Optional.empty();

  WholeArrays(Function<WeightEntry, float[]> values) {
    this.values = values;
  }

  @Override
  public void read(WeightEntry entry, long first, float[] target, int offset, int count) {
    WeightArray array =
        last.filter(known -> first > 0 && known.entry().equals(entry))
            .orElseGet(() -> new WeightArray(entry, values.apply(entry)));
    last = Optional.of(array);
    System.arraycopy(array.values(), Math.toIntExact(first), target, offset, count);
  }
}
