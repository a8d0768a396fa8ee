package fcn4j.net;

import fcn4j.graph.Graph;
import fcn4j.graph.GraphException;
import fcn4j.graph.GraphInput;
import fcn4j.graph.Parameters;
import fcn4j.op.Op;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import fcn4j.weights.ArrayReader;
import fcn4j.weights.OnnxModel;
import fcn4j.weights.OnnxWriter;
import fcn4j.weights.WeightEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes a net and its weights as an ONNX model for inference: without losses and dropout, under
 * the names of its layers.
 *
 * <p>Images may have any size when the model runs, and batches any number: crops take their extents
 * from the image as it comes. A fixed size is written if one is asked for, or for classifiers.
 *
 * @param graph the net, as it was built
 * @param parameters its values; borrowed
 * @param outputs nodes that come out of the model
 */
public record OnnxExport(Graph graph, Parameters parameters, List<String> outputs) {
  // Sizes that every net can take, and whose outputs tell what follows the image's size.
  private static final List<Extents> PROBES = List.of(new Extents(256, 289), new Extents(301, 347));

  /** Copies the list. */
  public OnnxExport {
    outputs = List.copyOf(outputs);
  }

  /**
   * Size of the images.
   *
   * @param h rows
   * @param w columns
   */
  public record Extents(int h, int w) {}

  /**
   * Writes a model that takes images of any size, or of one.
   *
   * @param fixed the one size; empty for any
   * @param metadata free text for the file
   * @param mostInlineBytes weights beyond this go into a file beside the model; {@link
   *     OnnxWriter#MOST_INLINE_BYTES} usually
   * @throws GraphException if ONNX has no operation for a node, or there is no such output
   * @throws fcn4j.op.ShapeException if the net cannot take images of that size
   * @throws fcn4j.weights.WeightFileException if the file cannot be written
   */
  public void write(
      Path path, Optional<Extents> fixed, Map<String, String> metadata, long mostInlineBytes) {
    Graph inference = graph.forInference(outputs);
    OnnxOps ops = new OnnxOps(parameters);
    inference.nodes().forEach(ops::add);
    Map<WeightEntry, ArrayReader> weights = ops.weights();
    OnnxModel model =
        new OnnxModel(
            graph.name(),
            inputs(inference, fixed),
            results(inference, fixed),
            ops.nodes(),
            List.copyOf(weights.keySet()),
            ops.constants(),
            metadata);
    ArrayReader values =
        ArrayReader.inTurn((entry, first, target, offset, count) ->
            Objects.requireNonNull(weights.get(entry)).read(entry, first, target, offset, count));
    OnnxWriter.write(path, model, values, mostInlineBytes);
  }

  private static List<OnnxModel.Value> inputs(Graph inference, Optional<Extents> fixed) {
    List<OnnxModel.Value> inputs = new ArrayList<>();
    for (GraphInput input : inference.inputs()) {
      List<String> dims =
          List.of(
              "N",
              "" + input.channels(),
              fixed.map(size -> "" + size.h()).orElse("H"),
              fixed.map(size -> "" + size.w()).orElse("W"));
      inputs.add(new OnnxModel.Value(input.name(), input.type(), dims));
    }
    return inputs;
  }

  private List<OnnxModel.Value> results(Graph inference, Optional<Extents> fixed) {
    List<Map<String, Shape>> shapes = new ArrayList<>();
    List<Extents> sizes = fixed.map(List::of).orElse(PROBES);
    for (Extents size : sizes) {
      Map<String, Shape> images = new LinkedHashMap<>();
      inference
          .inputs()
          .forEach(input ->
              images.put(input.name(), new Shape(1, input.channels(), size.h(), size.w())));
      shapes.add(inference.shapes(images));
    }
    List<OnnxModel.Value> results = new ArrayList<>();
    for (String output : outputs) {
      List<Shape> found =
          shapes.stream().map(map -> Objects.requireNonNull(map.get(output), output)).toList();
      Op op = inference.node(output).op();
      ElementType type = op.outputType();
      List<String> dims =
          List.of(
              "N",
              "" + found.getFirst().c(),
              dim(
                  sizes.stream().map(Extents::h).toList(),
                  found.stream().map(Shape::h).toList(),
                  "H",
                  output + ".H"),
              dim(
                  sizes.stream().map(Extents::w).toList(),
                  found.stream().map(Shape::w).toList(),
                  "W",
                  output + ".W"));
      results.add(new OnnxModel.Value(output, type, dims));
    }
    return results;
  }

  /** A number if it is always the same, the image's extent if it follows it, or its own name. */
  private static String dim(
      List<Integer> image, List<Integer> found, String same, String otherwise) {
    if (found.stream().distinct().count() == 1) {
      return found.getFirst().toString();
    }
    return found.equals(image) ? same : otherwise;
  }
}
