package fcn4j.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How much an update alone updates. */
@State(Scope.Benchmark)
public class UpdateParams {
  /** Parameters, each with gradient and momentum: three blocks that exceed a cache. */
  @Param("30000000")
  public int parameters;
}
