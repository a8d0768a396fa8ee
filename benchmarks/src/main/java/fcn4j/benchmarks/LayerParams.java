package fcn4j.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which layer of which net is measured. */
@State(Scope.Benchmark)
public class LayerParams {
  /** The net that has the layer. */
  @Param("fcn8s")
  public String net = "fcn8s";

  /** The layer, {@code FORM/NODE}; {@code benchmarks/run --layers NET} lists a net's. */
  @Param("training/pool3")
  public String layer = "training/pool3";

  /** The image's size, {@code WIDTHxHEIGHT}; the layer's extents follow from it. */
  @Param("500x500")
  public String size = "500x500";

  /** Images in a batch. */
  @Param("1")
  public int batch = 1;

  /**
   * Calls go through as many copies of the layer's tensors as take so much memory, 1024 at most, so
   * that a cache does not hold them; 0 for a single one.
   */
  @Param("256")
  public int spreadMegabytes;

  /**
   * The layer.
   *
   * @throws IllegalArgumentException if the net has none of that name
   */
  Layer find() {
    return Layers.find(net, ImageSize.of(size), batch, layer);
  }

  /** {@link #spreadMegabytes} in bytes. */
  long spreadBytes() {
    return spreadMegabytes * 1_000_000L;
  }
}
