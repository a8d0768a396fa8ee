package fcn4j.benchmarks.results;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which of several were measured while the processor's threads were near each other, told by the
 * time in which one hands over to another.
 */
public final class Placement {
  /**
   * So many times the least handover and threads are apart: from core to core it differs by less
   * where these share a cache, and by more where they do not.
   */
  public static final double FAR = 3;

  private Placement() {}

  /**
   * Those whose threads were as near as in any of them; what was not probed counts as near.
   *
   * @param nanos the handover of one, or null
   */
  public static <T> List<T> near(List<T> all, Function<T, @Nullable Double> nanos) {
    Double least = Measurement.best(all, nanos);
    return all.stream()
        .filter(one -> {
          Double of = nanos.apply(one);
          return of == null || least == null || of <= FAR * least;
        })
        .toList();
  }
}
