package fcn4j.cuda;

/**
 * One of cuDNN's algorithms for a pass of a convolution, as cuDNN ranks or measures it.
 *
 * @param number cuDNN's number within the pass
 * @param status zero where it can be used for this convolution
 * @param millis measured time, negative where it was only ranked
 * @param workspaceBytes memory it needs beside the tensors
 * @param deterministic whether two runs give equal bits
 */
public record ConvolutionAlgorithm(
    int number, int status, float millis, long workspaceBytes, boolean deterministic) {
  /** Whether it can be used for this convolution. */
  public boolean usable() {
    return status == 0;
  }
}
