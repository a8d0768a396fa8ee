package fcn4j.benchmarks;

import fcn4j.graph.Margin;
import java.util.Locale;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which net, and what it is fed. */
@State(Scope.Benchmark)
public class NetParams {
  /** A net's name; {@code fcn4j describe} lists them. */
  @Param("fcn8s")
  public String net = "fcn8s";

  /** The images' size, {@code WIDTHxHEIGHT}. */
  @Param("500x500")
  public String size = "500x500";

  /** Images in a batch. */
  @Param("1")
  public int batch = 1;

  /** How inference treats a wide padding in front: {@code reach} or {@code full}. */
  @Param("reach")
  public String margin = "reach";

  /**
   * The margin.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  Margin parsedMargin() {
    return switch (margin) {
      case "reach", "full" -> Margin.valueOf(margin.toUpperCase(Locale.ROOT));
      default ->
          throw new IllegalArgumentException("margin=%s: choose reach or full".formatted(margin));
    };
  }
}
