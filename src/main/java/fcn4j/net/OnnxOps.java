package fcn4j.net;

import fcn4j.graph.GraphException;
import fcn4j.graph.Node;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.op.ArgMax;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Concat;
import fcn4j.op.Conv2d;
import fcn4j.op.Crop;
import fcn4j.op.Deconv2d;
import fcn4j.op.Extent2;
import fcn4j.op.Lrn;
import fcn4j.op.Max;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Relu;
import fcn4j.op.Scale;
import fcn4j.op.Softmax;
import fcn4j.op.Sum;
import fcn4j.weights.ArrayReader;
import fcn4j.weights.OnnxModel;
import fcn4j.weights.OnnxModel.Attribute;
import fcn4j.weights.WeightEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations of a graph as ONNX's, one or a few for each; a node's output keeps its name.
 *
 * <p>Source: the operators of ONNX's default domain, set 21.
 */
final class OnnxOps {
  private static final String ROWS_AND_COLUMNS = "rows_and_columns";
  private static final int ONNX_UINT8 = 2;

  private final Parameters parameters;
  private final List<OnnxModel.Node> nodes = new ArrayList<>();
  private final List<OnnxModel.Constant> constants = new ArrayList<>();
  private final Map<WeightEntry, ArrayReader> weights = new LinkedHashMap<>();

  OnnxOps(Parameters parameters) {
    this.parameters = parameters;
  }

  /** What was added, in order. */
  List<OnnxModel.Node> nodes() {
    return nodes;
  }

  /** Whole numbers that the nodes read. */
  List<OnnxModel.Constant> constants() {
    return constants;
  }

  /** Arrays that the nodes read, and their values. */
  Map<WeightEntry, ArrayReader> weights() {
    return weights;
  }

  /**
   * Adds a node.
   *
   * @throws GraphException if ONNX has no operation that computes the same
   */
  void add(Node node) {
    switch (node.op()) {
      case Conv2d conv -> conv(node, conv);
      case Deconv2d deconv -> deconv(node, deconv);
      case MaxPool2d pool -> OnnxPooling.max(node, pool).forEach(nodes::add);
      case AvgPool2d pool -> OnnxPooling.average(node, pool).forEach(nodes::add);
      case Lrn lrn -> lrn(node, lrn);
      case Relu relu -> add("Relu", node.name(), node.inputs());
      case Softmax softmax -> add("Softmax", node.name(), node.inputs(), whole("axis", 1));
      case Concat concat -> add("Concat", node.name(), node.inputs(), whole("axis", 1));
      case Max max -> add("Max", node.name(), node.inputs());
      case Sum sum -> sum(node, sum);
      case Scale scale -> scale(node, scale);
      case Crop crop -> crop(node, crop);
      case ArgMax argMax -> argMax(node);
      default ->
          throw new GraphException(
              "node %s: %s has no counterpart in ONNX; export the net as it was built, without losses"
                  .formatted(node.name(), node.op().name()));
    }
  }

  private void conv(Node node, Conv2d conv) {
    List<String> from = new ArrayList<>(node.inputs());
    node.parameters().forEach(parameter -> from.add(weight(parameter)));
    add(
        "Conv",
        node.name(),
        from,
        pair("kernel_shape", conv.kernel()),
        pair("strides", conv.stride()),
        pads(conv.pad(), conv.pad()),
        pair("dilations", conv.dilation()),
        whole("group", conv.groups()));
  }

  private void deconv(Node node, Deconv2d deconv) {
    List<String> from = new ArrayList<>(node.inputs());
    Parameter weight = node.parameters().getFirst();
    from.add(deconv.diagonal() ? diagonal(weight) : weight(weight));
    if (deconv.bias()) {
      from.add(weight(node.parameters().get(1)));
    }
    add(
        "ConvTranspose",
        node.name(),
        from,
        pair("kernel_shape", deconv.kernel()),
        pair("strides", deconv.stride()),
        pads(deconv.pad(), deconv.pad()),
        pair("output_padding", deconv.outputPad()),
        whole("group", deconv.diagonal() ? deconv.inChannels() : deconv.groups()));
  }

  /** Dense weights whose slices off the diagonal are zero, as one group a channel: (C,1,k,k). */
  private String diagonal(Parameter parameter) {
    List<Integer> dims = parameter.spec().dims();
    int channels = dims.get(0);
    int kernel = dims.get(2) * dims.get(3);
    WeightEntry entry =
        new WeightEntry(parameter.name(), List.of(channels, 1, dims.get(2), dims.get(3)));
    weights.put(
        entry,
        (_, first, target, offset, count) -> {
          int run;
          for (int at = 0; at < count; at += run) {
            long value = first + at;
            run = (int) Math.min(count - at, kernel - value % kernel);
            long dense = value + value / kernel * channels * kernel;
            parameters.get(parameter.name(), dense, target, offset + at, run);
          }
        });
    return entry.name();
  }

  private void lrn(Node node, Lrn lrn) {
    add(
        "LRN",
        node.name(),
        node.inputs(),
        whole("size", lrn.size()),
        new Attribute.Real("alpha", (float) lrn.alpha()),
        new Attribute.Real("beta", (float) lrn.beta()),
        new Attribute.Real("bias", (float) lrn.k()));
  }

  private void sum(Node node, Sum sum) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String term = node.inputs().get(i);
      float factor = sum.coefficient(i);
      if (factor != 1) {
        WeightEntry entry = new WeightEntry(node.name() + ".coefficient" + i, List.of(1));
        weights.put(entry, ArrayReader.ofWhole(_ -> new float[] {factor}));
        String scaled = node.name() + ".term" + i;
        add("Mul", scaled, List.of(term, entry.name()));
        term = scaled;
      }
      terms.add(term);
    }
    add("Sum", node.name(), terms);
  }

  private void scale(Node node, Scale scale) {
    Parameter parameter = node.parameters().getFirst();
    WeightEntry entry = new WeightEntry(parameter.name(), List.of(scale.channels(), 1, 1));
    weights.put(entry, reader(parameter));
    add("Mul", node.name(), List.of(node.inputs().getFirst(), entry.name()));
  }

  /** Rows and columns from the offset on, as many as the second input has when the model runs. */
  private void crop(Node node, Crop crop) {
    String extent = node.name() + ".extent";
    String starts = node.name() + ".start";
    String ends = node.name() + ".end";
    if (constants.stream().noneMatch(c -> c.name().equals(ROWS_AND_COLUMNS))) {
      constants.add(new OnnxModel.Constant(ROWS_AND_COLUMNS, List.of(2L, 3L)));
    }
    constants.add(
        new OnnxModel.Constant(
            starts, List.of((long) crop.offset().h(), (long) crop.offset().w())));
    add("Shape", extent, List.of(node.inputs().get(1)), whole("start", 2), whole("end", 4));
    add("Add", ends, List.of(extent, starts));
    add("Slice", node.name(), List.of(node.inputs().getFirst(), starts, ends, ROWS_AND_COLUMNS));
  }

  private void argMax(Node node) {
    String index = node.name() + ".index";
    add("ArgMax", index, node.inputs(), whole("axis", 1), whole("keepdims", 1));
    add("Cast", node.name(), List.of(index), whole("to", ONNX_UINT8));
  }

  private String weight(Parameter parameter) {
    WeightEntry entry = new WeightEntry(parameter.name(), parameter.spec().dims());
    weights.put(entry, reader(parameter));
    return entry.name();
  }

  private ArrayReader reader(Parameter parameter) {
    return (_, first, target, offset, count) ->
        parameters.get(parameter.name(), first, target, offset, count);
  }

  private void add(String type, String name, List<String> from, Attribute... attributes) {
    nodes.add(new OnnxModel.Node(type, name, from, List.of(attributes)));
  }

  private static Attribute whole(String name, long value) {
    return new Attribute.Whole(name, value);
  }

  static Attribute pair(String name, Extent2 extent) {
    return new Attribute.Wholes(name, List.of((long) extent.h(), (long) extent.w()));
  }

  static Attribute pads(Extent2 begin, Extent2 end) {
    return new Attribute.Wholes(
        "pads", List.of((long) begin.h(), (long) begin.w(), (long) end.h(), (long) end.w()));
  }
}
