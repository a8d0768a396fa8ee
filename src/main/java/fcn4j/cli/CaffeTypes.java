package fcn4j.cli;

import fcn4j.graph.Graph;
import fcn4j.graph.Node;
import fcn4j.op.Conv2d;
import fcn4j.op.Deconv2d;
import fcn4j.op.Scale;
import java.util.LinkedHashMap;
import java.util.Map;

/** What Caffe calls the types of a net's layers that have weights. */
final class CaffeTypes {
  private CaffeTypes() {}

  /** Types by layer, in the net's order; the net is not fused. */
  static Map<String, String> of(Graph graph) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      switch (node.op()) {
        case Conv2d conv -> types.put(node.name(), "Convolution");
        case Deconv2d deconv -> types.put(node.name(), "Deconvolution");
        case Scale scale -> types.put(node.name(), "Scale");
        default -> {}
      }
    }
    return types;
  }
}
