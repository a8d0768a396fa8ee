package fcn4j.cuda;

/** The three passes of a convolution, each with its own list of algorithms. */
public enum ConvolutionPass {
  FORWARD,
  BACKWARD_DATA,
  BACKWARD_FILTER
}
