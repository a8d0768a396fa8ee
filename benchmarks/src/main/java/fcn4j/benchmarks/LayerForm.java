package fcn4j.benchmarks;

import fcn4j.data.ChannelOrder;
import fcn4j.data.MeanColour;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.GraphInput;
import fcn4j.graph.Node;
import fcn4j.graph.Reached;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.Op;
import fcn4j.op.PrepareImage;
import fcn4j.op.PrepareLabel;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The forms in which a net's operations are run. */
enum LayerForm {
  /** Fused for training. */
  TRAINING {
    @Override
    List<Layer> layers(Graph graph, Shape image) {
      return named(fusedForTraining(graph), image);
    }
  },
  /** Fused for the class of every pixel, with the whole margin. */
  INFERENCE {
    @Override
    List<Layer> layers(Graph graph, Shape image) {
      return named(fused(graph, FcnHead.PREDICTION), image);
    }
  },
  /** Fused for full-size scores, with the whole margin. */
  SCORES {
    @Override
    List<Layer> layers(Graph graph, Shape image) {
      return named(fused(graph, FcnHead.SCORE), image);
    }
  },
  /** As inference runs by default: of a margin only what the image reaches. */
  WINDOWS {
    @Override
    List<Layer> layers(Graph graph, Shape image) {
      Graph fused = fused(graph, FcnHead.PREDICTION);
      Map<String, Shape> inputs = inputs(fused, image);
      Reached reached = Reached.of(fused, inputs, Set.of(FcnHead.PREDICTION));
      return reached == null ? List.of() : named(reached.main(), reached.mainInputs(inputs));
    }
  },
  /** As the net is written, nothing fused. */
  PLAIN {
    @Override
    List<Layer> layers(Graph graph, Shape image) {
      return named(graph, image);
    }
  },
  /** Around the net: pictures and labels made ready, predictions counted. */
  DATA {
    @Override
    List<Layer> layers(Graph graph, Shape image) {
      Shape labels = image.withChannels(1);
      Shape moves = new Shape(image.n(), 1, 1, 3);
      Shape bytes = new Shape(image.n(), image.h(), image.w(), 3);
      MeanColour mean = MeanColour.VOC;
      List<Float> means =
          List.of(
              mean.of(ChannelOrder.BGR, 0),
              mean.of(ChannelOrder.BGR, 1),
              mean.of(ChannelOrder.BGR, 2));
      return List.of(
          around("image", new PrepareImage(means, 1, true, true), bytes, moves),
          around("label", new PrepareLabel(), labels, moves),
          around("confusion", new ConfusionMatrix(NetModel.CLASSES), labels, labels));
    }

    private Layer around(String node, Op op, Shape first, Shape second) {
      return layer(
          new Node(node, op, List.of("first", "second"), List.of()), List.of(first, second));
    }
  };

  /**
   * All operations of a net in this form.
   *
   * @param image shape of the batch of images
   */
  abstract List<Layer> layers(Graph graph, Shape image);

  /** The net as it is trained. */
  static Graph fusedForTraining(Graph graph) {
    return Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
  }

  /** The net as it computes one node. */
  static Graph fused(Graph graph, String output) {
    return Fusion.rewrite(graph.forInference(Set.of(output)), Set.of(output));
  }

  /** The shapes of a graph's inputs: images, and a label or mask a pixel. */
  static Map<String, Shape> inputs(Graph graph, Shape image) {
    Map<String, Shape> shapes = new HashMap<>();
    for (GraphInput input : graph.inputs()) {
      boolean pixels = input.name().equals(Nets.IMAGE);
      if (!pixels && input.type() != ElementType.UINT8) {
        throw new IllegalArgumentException(
            "net %s has the input %s, which benchmarks can't feed"
                .formatted(graph.name(), input.name()));
      }
      shapes.put(input.name(), image.withChannels(input.channels()));
    }
    return shapes;
  }

  List<Layer> named(Graph graph, Shape image) {
    return named(graph, inputs(graph, image));
  }

  List<Layer> named(Graph graph, Map<String, Shape> inputs) {
    return Layers.of(graph, inputs).stream()
        .map(layer -> layer(layer.node(), layer.inputs()))
        .toList();
  }

  Layer layer(Node node, List<Shape> inputs) {
    return new Layer(prefix() + node.name(), node, inputs);
  }

  /** What the names of its layers begin with. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT) + "/";
  }
}
