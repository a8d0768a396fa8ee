package fcn4j.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which pictures are loaded. */
@State(Scope.Benchmark)
public class DataParams {
  /** The pictures' size, {@code WIDTHxHEIGHT}. */
  @Param("500x375")
  public String size = "500x375";

  /** Pictures in a batch. */
  @Param("1")
  public int batch = 1;

  /** Files that calls go through in turn; the system keeps them in memory. */
  @Param("32")
  public int pictures = 32;
}
