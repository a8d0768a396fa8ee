package fcn4j.benchmarks;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The net whose layers are measured. */
@State(Scope.Benchmark)
public class LayerParams {
  /** The net's trunk: {@code vgg16}, {@code narrow} or {@code tiny}. */
  @Param("vgg16")
  public String trunk;

  /** The image's size, {@code WIDTHxHEIGHT}; the layers' extents follow from it. */
  @Param("500x500")
  public String size;

  /** The layer in this net. */
  LayerCase.Layer of(LayerCase layer) {
    return layer.layer(trunk, ImageSize.of(size));
  }
}
