package fcn4j.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which net, and what it is fed. */
@State(Scope.Benchmark)
public class NetParams {
  /** A net's name; {@code fcn4j describe} lists them. */
  @Param({"fcn32s-tiny", "fcn8s-tiny"})
  public String net;

  /** The images' size, {@code WIDTHxHEIGHT}. */
  @Param({"240x180", "500x500"})
  public String size;

  /** Images in a batch. */
  @Param("1")
  public int batch;
}
