package fcn4j.benchmarks;

import fcn4j.graph.Graph;
import fcn4j.graph.Node;
import fcn4j.net.Nets;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The layers of a net for images of one size, in all forms in which it is run.
 *
 * @param net its name
 * @param all one an operation, those of training first
 */
public record Layers(String net, List<Layer> all) {

  /**
   * Finds them.
   *
   * @throws fcn4j.graph.GraphException if there is no such net
   * @throws fcn4j.op.ShapeException if it can't take images of this size
   */
  public static Layers of(String net, ImageSize size, int images) {
    Graph graph = Nets.build(net, NetModel.CLASSES);
    Shape image = size.shape(images, Nets.entry(net).inputChannels());
    List<Layer> all = new ArrayList<>();
    for (LayerForm form : LayerForm.values()) {
      all.addAll(form.layers(graph, image));
    }
    return new Layers(net, List.copyOf(all));
  }

  /** The layers of one graph, by the nodes' names. */
  static List<Layer> of(Graph graph, Map<String, Shape> inputs) {
    Map<String, Shape> shapes = graph.shapes(inputs);
    List<Layer> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      layers.add(new Layer(node.name(), node, Graph.inputShapes(node, shapes)));
    }
    return layers;
  }

  /**
   * A layer of a net by its name, {@code FORM/NODE}.
   *
   * @throws fcn4j.graph.GraphException if there is no such net
   * @throws fcn4j.op.ShapeException if it can't take images of this size
   * @throws IllegalArgumentException if it has no such layer
   */
  public static Layer find(String net, ImageSize size, int images, String name) {
    Graph graph = Nets.build(net, NetModel.CLASSES);
    Shape image = size.shape(images, Nets.entry(net).inputChannels());
    return Arrays.stream(LayerForm.values())
        .filter(form -> name.startsWith(form.prefix()))
        .flatMap(form -> form.layers(graph, image).stream())
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "net %s has no layer '%s'; benchmarks/run --layers %s lists them"
                    .formatted(net, name, net)));
  }

  /** The layers without those that are like an earlier one. */
  public List<Layer> distinct() {
    List<Layer> distinct = new ArrayList<>();
    for (Layer layer : all) {
      if (distinct.stream().noneMatch(layer::alike)) {
        distinct.add(layer);
      }
    }
    return distinct;
  }

  /** The distinct convolutions as they are trained: bias, and ReLU where it is fused, included. */
  public List<Layer> convolutions() {
    return distinct().stream()
        .filter(Layer::isConvolution)
        .filter(layer -> layer.name().startsWith("training/"))
        .toList();
  }
}
