package fcn4j.cuda;

/**
 * Device addresses of a convolution's tensors, borrowed; a pass reads two of the first three and
 * writes the third.
 *
 * @param image the input or its gradient
 * @param weights the weights or their gradient
 * @param output the output or its gradient
 * @param workspace may be zero where {@code workspaceBytes} is
 * @param workspaceBytes how much of the workspace may be used
 */
public record ConvolutionBuffers(
    long image, long weights, long output, long workspace, long workspaceBytes) {}
