package fcn4j.op;

import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/**
 * An operation of the catalogue: hyper-parameters and the rules that follow from them, and nothing
 * that computes.
 *
 * <p>The interface is sealed, so that a new operation fails to compile until every backend answers
 * for it. Each operation has one output.
 */
public sealed interface Op
    permits ArgMax,
        AvgPool2d,
        Concat,
        ConfusionMatrix,
        Conv2d,
        Conv2dRelu,
        Crop,
        Deconv2d,
        DeconvCrop,
        Dropout,
        Frame,
        Lrn,
        Max,
        MaxPool2d,
        PrepareImage,
        PrepareLabel,
        Relu,
        Scale,
        SkipSum,
        Softmax,
        SoftmaxLoss,
        Sum,
        UpsampleArgMax,
        UpsampleSoftmaxLoss {

  /** The operation's name: the record's simple name, for example {@code Conv2d}. */
  default String name() {
    return getClass().getSimpleName();
  }

  /**
   * The shape of the output.
   *
   * @param inputs shapes of all inputs, in order
   * @throws ShapeException if the operation can't take these inputs; the message says why
   */
  Shape output(List<Shape> inputs);

  /** The type of the output's elements. */
  default ElementType outputType() {
    return ElementType.FLOAT32;
  }

  /** The type of an input's elements. */
  default ElementType inputType(int input) {
    return ElementType.FLOAT32;
  }

  /** The parameters in the order in which {@link OpArgs#parameters()} holds them. */
  default List<ParameterSpec> parameters() {
    return List.of();
  }

  /** Where a pixel of the first input lies in the output; identity unless said otherwise. */
  default CoordinateMap coordinates() {
    return CoordinateMap.IDENTITY;
  }

  /** The window that an output pixel sees of the first input. */
  default Window window() {
    return Window.POINT;
  }

  /** Multiply-adds of one forward pass; 0 for operations without products worth counting. */
  default long multiplyAdds(List<Shape> inputs) {
    return 0;
  }

  /** Whether the values of an input are read; an input of which only the shape counts says no. */
  default boolean readsValues(int input) {
    return true;
  }

  /** Whether a gradient with respect to an input exists. */
  default boolean differentiable(int input) {
    return inputType(input) == ElementType.FLOAT32 && readsValues(input);
  }

  /** Whether backward reads the values of an input. */
  default boolean backwardReadsInput(int input) {
    return false;
  }

  /** Whether backward reads the output. */
  default boolean backwardReadsOutput() {
    return false;
  }

  /**
   * Whether the output may stand in the memory of the first input, and the gradient of the first
   * input in that of the output's gradient.
   */
  default boolean inPlace() {
    return false;
  }

  /** Whether the output is a loss: a scalar whose gradient is 1. */
  default boolean isLoss() {
    return false;
  }
}
