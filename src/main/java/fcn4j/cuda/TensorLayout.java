package fcn4j.cuda;

/** The order of a tensor's elements in memory, slowest first; cuDNN's numbers. */
public enum TensorLayout {
  NCHW,
  NHWC
}
