package fcn4j.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Arrays sorted into layers by their names, as a .caffemodel needs them. */
public final class CaffeLayers {
  private CaffeLayers() {}

  /**
   * The layers by {@link ArrayNames}, in the order in which they first occur.
   *
   * @param metadata tells types under {@link CaffeMetadata#LAYER_TYPE}
   * @throws WeightFileException if a layer lacks an array before one that it has
   */
  public static List<CaffeLayer> of(
      String origin, List<WeightEntry> entries, Map<String, String> metadata) {
    Map<String, TreeMap<Integer, WeightEntry>> layers = new LinkedHashMap<>();
    for (WeightEntry entry : entries) {
      int index = ArrayNames.index(entry.name()).orElse(0);
      WeightEntry same =
          layers
              .computeIfAbsent(ArrayNames.layer(entry.name()), name -> new TreeMap<>())
              .put(index, entry);
      if (same != null) {
        throw new WeightFileException(
            "%s: %s and %s would be the same array of a layer of Caffe; rename one"
                .formatted(origin, same, entry));
      }
    }
    List<CaffeLayer> result = new ArrayList<>();
    layers.forEach((name, arrays) -> result.add(layer(origin, name, arrays, metadata)));
    return result;
  }

  /** The layers as their arrays' names tell them, however few of a layer's arrays there are. */
  public static List<CaffeLayer> ofNames(List<WeightEntry> entries, Map<String, String> metadata) {
    Map<String, List<WeightEntry>> layers = new LinkedHashMap<>();
    for (WeightEntry entry : entries) {
      layers.computeIfAbsent(ArrayNames.layer(entry.name()), name -> new ArrayList<>()).add(entry);
    }
    List<CaffeLayer> result = new ArrayList<>();
    layers.forEach((name, arrays) -> {
      String type = metadata.getOrDefault(CaffeMetadata.LAYER_TYPE + name, "");
      result.add(new CaffeLayer(name, type, List.of(), List.of(), arrays));
    });
    return result;
  }

  private static CaffeLayer layer(
      String origin,
      String name,
      TreeMap<Integer, WeightEntry> arrays,
      Map<String, String> metadata) {
    if (arrays.lastKey() != arrays.size() - 1) {
      throw new WeightFileException(
          "%s: layer '%s' has %s, but not all arrays before that; Caffe counts a layer's arrays without gaps, so add what is missing"
              .formatted(origin, name, arrays.lastEntry().getValue().name()));
    }
    List<WeightEntry> ordered = List.copyOf(arrays.values());
    String known = metadata.get(CaffeMetadata.LAYER_TYPE + name);
    String type = known == null ? likelyType(ordered.getFirst()) : known;
    return new CaffeLayer(name, type, List.of(), List.of(), ordered);
  }

  /** Caffe matches layers by name; the type is for people who look into the file. */
  private static String likelyType(WeightEntry weight) {
    return switch (weight.dims().size()) {
      case 0, 1 -> CaffeLayerType.SCALE;
      case 2 -> CaffeLayerType.INNER_PRODUCT;
      default -> CaffeLayerType.CONVOLUTION;
    };
  }
}
