package fcn4j.weights;

import java.util.List;

/**
 * A layer as a .caffemodel lists it.
 *
 * @param type Caffe's current name of the type, such as {@code Convolution}; may be empty
 * @param bottoms names of its inputs
 * @param tops names of its outputs
 * @param arrays its weights; empty for most types
 */
public record CaffeLayer(
    String name, String type, List<String> bottoms, List<String> tops, List<WeightEntry> arrays) {
  /** Copies the lists. */
  public CaffeLayer {
    bottoms = List.copyOf(bottoms);
    tops = List.copyOf(tops);
    arrays = List.copyOf(arrays);
  }
}
