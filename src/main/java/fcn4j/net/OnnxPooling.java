package fcn4j.net;

import fcn4j.graph.GraphException;
import fcn4j.graph.Node;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Extent2;
import fcn4j.op.MaxPool2d;
import fcn4j.op.PoolRule;
import fcn4j.weights.OnnxModel;
import fcn4j.weights.OnnxModel.Attribute;
import java.util.ArrayList;
import java.util.List;

/**
 * Poolings as ONNX's, whose extents are rounded down.
 *
 * <p>Caffe rounds up: ceil((H - k) / s) + 1 = floor((H + (s - 1) - k) / s) + 1, so s - 1 more rows
 * of padding at the end do the same, with no need of {@code ceil_mode}, in which runtimes have
 * differed. Such padding never wins, and does not count in an average.
 */
final class OnnxPooling {
  private OnnxPooling() {}

  /**
   * A maximum.
   *
   * @throws GraphException if it pads, strides and rounds up all at once
   */
  static List<OnnxModel.Node> max(Node node, MaxPool2d pool) {
    Extent2 end = endPad(node, pool.kernel(), pool.stride(), pool.pad(), pool.rule());
    return List.of(
        new OnnxModel.Node(
            "MaxPool",
            node.name(),
            node.inputs(),
            common(pool.kernel(), pool.stride(), pool.pad(), end)));
  }

  /**
   * A mean.
   *
   * @throws GraphException if it pads, strides and rounds up all at once
   */
  static List<OnnxModel.Node> average(Node node, AvgPool2d pool) {
    Extent2 end = endPad(node, pool.kernel(), pool.stride(), pool.pad(), pool.rule());
    // Padding that rounds up comes without padding of the pooling itself, and the other way round.
    boolean counted = pool.countPadding() && end.equals(pool.pad());
    List<Attribute> attributes =
        new ArrayList<>(common(pool.kernel(), pool.stride(), pool.pad(), end));
    attributes.add(new Attribute.Whole("count_include_pad", counted ? 1 : 0));
    return List.of(new OnnxModel.Node("AveragePool", node.name(), node.inputs(), attributes));
  }

  private static List<Attribute> common(
      Extent2 kernel, Extent2 stride, Extent2 begin, Extent2 end) {
    return List.of(
        OnnxOps.pair("kernel_shape", kernel),
        OnnxOps.pair("strides", stride),
        OnnxOps.pads(begin, end));
  }

  private static Extent2 endPad(
      Node node, Extent2 kernel, Extent2 stride, Extent2 pad, PoolRule rule) {
    return new Extent2(
        endPad(node, kernel.h(), stride.h(), pad.h(), rule),
        endPad(node, kernel.w(), stride.w(), pad.w(), rule));
  }

  private static int endPad(Node node, int kernel, int stride, int pad, PoolRule rule) {
    if (rule == PoolRule.FLOOR || stride == 1) {
      return pad;
    }
    if (pad > 0 || stride > kernel) {
      throw new GraphException(
          "node %s: a pooling of kernel %d, stride %d and padding %d that rounds up has no counterpart in ONNX; let it round down, or leave out the padding"
              .formatted(node.name(), kernel, stride, pad));
    }
    return stride - 1;
  }
}
