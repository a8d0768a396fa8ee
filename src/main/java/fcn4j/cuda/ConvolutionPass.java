package fcn4j.cuda;

/** The three passes of a convolution, each with its own list of algorithms. */
public enum ConvolutionPass {
  FORWARD("Forward"),
  BACKWARD_DATA("BackwardData"),
  BACKWARD_FILTER("BackwardFilter");

  private final String inCalls;

  ConvolutionPass(String inCalls) {
    this.inCalls = inCalls;
  }

  /** How cuDNN's functions name the pass. */
  String inCalls() {
    return inCalls;
  }
}
