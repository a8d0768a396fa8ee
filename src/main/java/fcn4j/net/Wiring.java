package fcn4j.net;

import fcn4j.graph.Graph;
import fcn4j.graph.GraphException;
import fcn4j.graph.Node;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Conv2d;
import fcn4j.op.Dropout;
import fcn4j.op.Lrn;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Relu;
import fcn4j.op.Scale;
import fcn4j.weights.CaffeFile;
import fcn4j.weights.CaffeLayer;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which layer each convolution, pooling and normalisation reads, by name; layers that change no
 * names' meaning (ReLU, dropout, scale, Caffe's split) are looked through.
 *
 * <p>Weights fit a net whose layers have the same names and extents, even if it computes something
 * else: AlexNet normalises and then pools, CaffeNet the other way round. This tells them apart.
 *
 * @param origin what to call it in messages
 * @param producers from a layer to the one that it reads
 */
public record Wiring(String origin, Map<String, String> producers) {
  private static final Set<String> TRANSPARENT = Set.of("ReLU", "Dropout", "Split", "Scale");
  private static final Set<String> COMPARED =
      Set.of("Convolution", "InnerProduct", "Pooling", "LRN");

  /** Copies the map, in its order. */
  public Wiring {
    producers = Collections.unmodifiableMap(new LinkedHashMap<>(producers));
  }

  /** That of a net. */
  public static Wiring of(Graph graph) {
    Map<String, String> meaning = new HashMap<>();
    Map<String, String> producers = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      String first = node.inputs().getFirst();
      String from = meaning.getOrDefault(first, first);
      boolean transparent =
          node.op() instanceof Relu || node.op() instanceof Dropout || node.op() instanceof Scale;
      meaning.put(node.name(), transparent ? from : node.name());
      boolean compared =
          switch (node.op()) {
            case Conv2d conv -> true;
            case MaxPool2d pool -> true;
            case AvgPool2d pool -> true;
            case Lrn norm -> true;
            default -> false;
          };
      if (compared) {
        producers.put(node.name(), from);
      }
    }
    return new Wiring("net " + graph.name(), producers);
  }

  /** That of a .caffemodel; empty if the file holds weights alone. */
  public static Wiring of(CaffeFile file) {
    Map<String, String> meaning = new HashMap<>();
    Map<String, String> producers = new LinkedHashMap<>();
    for (CaffeLayer layer : file.layers()) {
      String first = layer.bottoms().isEmpty() ? "" : layer.bottoms().getFirst();
      String from = meaning.getOrDefault(first, first);
      if (COMPARED.contains(layer.type()) && !from.isEmpty()) {
        producers.put(layer.name(), from);
      }
      boolean transparent = TRANSPARENT.contains(layer.type());
      for (String top : layer.tops()) {
        meaning.put(top, transparent ? from : layer.name());
      }
    }
    return new Wiring(file.origin(), producers);
  }

  /**
   * Checks that layers which both have read the same layers, as far as both have these.
   *
   * @param other of the weights
   * @throws GraphException if one does not; the message names it
   */
  public void requireAgreement(Wiring other) {
    producers.forEach((layer, ours) -> {
      String theirs = other.producers.get(layer);
      boolean differs =
          theirs != null
              && !theirs.equals(ours)
              && producers.containsKey(theirs)
              && other.producers.containsKey(ours);
      if (differs) {
        throw new GraphException(
            "%s: layer %s reads %s there and %s in %s: names and extents agree, yet they are different nets (AlexNet normalises before it pools, CaffeNet after); take weights of this net, or the net of these weights ('fcn4j describe' lists alexnet, caffenet, fcn-alexnet and fcn-alexnet-norm-pool)"
                .formatted(other.origin, layer, theirs, ours, origin));
      }
    });
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return producers.isEmpty();
  }
}
