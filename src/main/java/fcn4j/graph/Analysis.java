package fcn4j.graph;

import fcn4j.op.Op;
import fcn4j.op.Rational;
import fcn4j.op.Window;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of a net before it runs: for each node output shape, parameters, multiply-adds,
 * receptive field and stride.
 *
 * <p>Receptive field: r = r_in + (k-1) j_in, step j = s j_in, over all inputs the largest. Source:
 * the paper's section 3; FCN-VGG16 has 404 and 32.
 *
 * @param graph the net
 * @param rows one a node, in order
 */
public record Analysis(Graph graph, List<Row> rows) {

  /**
   * A node's figures.
   *
   * @param node its name
   * @param op its operation
   * @param shape its output
   * @param parameters number of its learnable values, frozen ones included
   * @param multiplyAdds of one forward pass
   * @param receptiveFieldH rows of the image that an output pixel sees
   * @param receptiveFieldW columns
   * @param strideH rows of the image from one output pixel to the next
   * @param strideW columns
   */
  public record Row(
      String node,
      Op op,
      Shape shape,
      long parameters,
      long multiplyAdds,
      Rational receptiveFieldH,
      Rational receptiveFieldW,
      Rational strideH,
      Rational strideW) {}

  private record Field(Rational extentH, Rational extentW, Rational stepH, Rational stepW) {
    static final Field PIXEL = new Field(Rational.ONE, Rational.ONE, Rational.ONE, Rational.ONE);

    Field through(Window window) {
      return new Field(
          extentH.plus(Rational.of(window.extentH() - 1L).times(stepH)),
          extentW.plus(Rational.of(window.extentW() - 1L).times(stepW)),
          stepH.times(window.strideH()),
          stepW.times(window.strideW()));
    }

    Field with(Field other) {
      return new Field(
          max(extentH, other.extentH),
          max(extentW, other.extentW),
          max(stepH, other.stepH),
          max(stepW, other.stepW));
    }

    private static Rational max(Rational a, Rational b) {
      return a.compareTo(b) >= 0 ? a : b;
    }
  }

  /**
   * Analyses a net.
   *
   * @param inputShapes one for each input
   * @throws fcn4j.op.ShapeException if the net can't take these inputs
   */
  public static Analysis of(Graph graph, Map<String, Shape> inputShapes) {
    Map<String, Shape> shapes = graph.shapes(inputShapes);
    Map<String, Field> fields = new HashMap<>();
    graph.inputs().forEach(input -> fields.put(input.name(), Field.PIXEL));
    List<Row> rows = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Field field = field(node, fields);
      fields.put(node.name(), field);
      rows.add(
          new Row(
              node.name(),
              node.op(),
              Objects.requireNonNull(shapes.get(node.name())),
              node.parameters().stream().mapToLong(p -> p.spec().count()).sum(),
              node.op().multiplyAdds(Graph.inputShapes(node, shapes)),
              field.extentH(),
              field.extentW(),
              field.stepH(),
              field.stepW()));
    }
    return new Analysis(graph, List.copyOf(rows));
  }

  private static Field field(Node node, Map<String, Field> fields) {
    Field field = null;
    for (int i = 0; i < node.inputs().size(); i++) {
      if (node.op().differentiable(i) || i == 0) {
        Field input = Objects.requireNonNull(fields.get(node.inputs().get(i)));
        // The window is that of the first input; a skip joins as it is.
        Field seen = i == 0 ? input.through(node.op().window()) : input;
        field = field == null ? seen : field.with(seen);
      }
    }
    return Objects.requireNonNullElse(field, Field.PIXEL);
  }

  /** The row of a node. */
  public Row row(String node) {
    return rows.get(graph.position(node));
  }

  /** Parameters of the whole net, frozen ones included. */
  public long parameters() {
    return graph.parameters().stream().mapToLong(p -> p.spec().count()).sum();
  }

  /** Parameters that are trained. */
  public long trainedParameters() {
    return graph.parameters().stream()
        .filter(Parameter::trainable)
        .mapToLong(p -> p.spec().count())
        .sum();
  }

  /** Multiply-adds of one forward pass. */
  public long multiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }
}
