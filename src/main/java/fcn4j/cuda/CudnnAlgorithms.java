package fcn4j.cuda;

import java.util.Arrays;
import java.util.List;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;

/**
 * cuDNN's algorithms for the passes of one convolution: ranked by its heuristics, or measured on
 * the device. The math mode is the convolution descriptor's; cuDNN's results do not tell it
 * reliably.
 */
public final class CudnnAlgorithms {
  private static final int MOST = 16;

  private final Cudnn cudnn;
  private final TensorDescriptor image;
  private final FilterDescriptor weights;
  private final ConvolutionDescriptor convolution;
  private final TensorDescriptor output;

  CudnnAlgorithms(
      Cudnn cudnn,
      TensorDescriptor image,
      FilterDescriptor weights,
      ConvolutionDescriptor convolution,
      TensorDescriptor output) {
    this.cudnn = cudnn;
    this.image = image;
    this.weights = weights;
    this.convolution = convolution;
    this.output = output;
  }

  /**
   * All algorithms of a pass in the order cuDNN expects them to be fastest; nothing runs.
   *
   * @throws CudaException if cuDNN refuses
   */
  public List<ConvolutionAlgorithm> ranked(ConvolutionPass pass) {
    int[] count = new int[1];
    return switch (pass) {
      case FORWARD -> {
        cudnnConvolutionFwdAlgoPerf[] found = forwardResults();
        check(
            JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(
                cudnn.handle(),
                image.handle(),
                weights.handle(),
                convolution.handle(),
                output.handle(),
                MOST,
                count,
                found),
            "cudnnGetConvolutionForwardAlgorithm_v7");
        yield forward(found, count[0]);
      }
      case BACKWARD_DATA -> {
        cudnnConvolutionBwdDataAlgoPerf[] found = dataResults();
        check(
            JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7(
                cudnn.handle(),
                weights.handle(),
                output.handle(),
                convolution.handle(),
                image.handle(),
                MOST,
                count,
                found),
            "cudnnGetConvolutionBackwardDataAlgorithm_v7");
        yield data(found, count[0]);
      }
      case BACKWARD_FILTER -> {
        cudnnConvolutionBwdFilterAlgoPerf[] found = filterResults();
        check(
            JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                cudnn.handle(),
                image.handle(),
                output.handle(),
                convolution.handle(),
                weights.handle(),
                MOST,
                count,
                found),
            "cudnnGetConvolutionBackwardFilterAlgorithm_v7");
        yield filter(found, count[0]);
      }
    };
  }

  /**
   * All algorithms of a pass with the times measured on these buffers, fastest first; waits. What
   * the pass writes is overwritten.
   *
   * @throws CudaException if cuDNN refuses
   */
  public List<ConvolutionAlgorithm> measured(ConvolutionPass pass, ConvolutionBuffers at) {
    return switch (pass) {
      case FORWARD -> measuredForward(at);
      case BACKWARD_DATA -> measuredData(at);
      case BACKWARD_FILTER -> measuredFilter(at);
    };
  }

  private List<ConvolutionAlgorithm> measuredForward(ConvolutionBuffers at) {
    int[] count = new int[1];
    cudnnConvolutionFwdAlgoPerf[] found = forwardResults();
    check(
        JCudnn.cudnnFindConvolutionForwardAlgorithmEx(
            cudnn.handle(),
            image.handle(),
            new DevicePointer(at.image()),
            weights.handle(),
            new DevicePointer(at.weights()),
            convolution.handle(),
            output.handle(),
            new DevicePointer(at.output()),
            MOST,
            count,
            found,
            new DevicePointer(at.workspace()),
            at.workspaceBytes()),
        "cudnnFindConvolutionForwardAlgorithmEx");
    return forward(found, count[0]);
  }

  private List<ConvolutionAlgorithm> measuredData(ConvolutionBuffers at) {
    int[] count = new int[1];
    cudnnConvolutionBwdDataAlgoPerf[] found = dataResults();
    check(
        JCudnn.cudnnFindConvolutionBackwardDataAlgorithmEx(
            cudnn.handle(),
            weights.handle(),
            new DevicePointer(at.weights()),
            output.handle(),
            new DevicePointer(at.output()),
            convolution.handle(),
            image.handle(),
            new DevicePointer(at.image()),
            MOST,
            count,
            found,
            new DevicePointer(at.workspace()),
            at.workspaceBytes()),
        "cudnnFindConvolutionBackwardDataAlgorithmEx");
    return data(found, count[0]);
  }

  private List<ConvolutionAlgorithm> measuredFilter(ConvolutionBuffers at) {
    int[] count = new int[1];
    cudnnConvolutionBwdFilterAlgoPerf[] found = filterResults();
    check(
        JCudnn.cudnnFindConvolutionBackwardFilterAlgorithmEx(
            cudnn.handle(),
            image.handle(),
            new DevicePointer(at.image()),
            output.handle(),
            new DevicePointer(at.output()),
            convolution.handle(),
            weights.handle(),
            new DevicePointer(at.weights()),
            MOST,
            count,
            found,
            new DevicePointer(at.workspace()),
            at.workspaceBytes()),
        "cudnnFindConvolutionBackwardFilterAlgorithmEx");
    return filter(found, count[0]);
  }

  /**
   * Bytes of workspace an algorithm needs for a pass.
   *
   * @throws CudaException if the algorithm cannot be used for this convolution
   */
  public long workspaceBytes(ConvolutionPass pass, int algorithm) {
    long[] bytes = new long[1];
    int result =
        switch (pass) {
          case FORWARD ->
              JCudnn.cudnnGetConvolutionForwardWorkspaceSize(
                  cudnn.handle(),
                  image.handle(),
                  weights.handle(),
                  convolution.handle(),
                  output.handle(),
                  algorithm,
                  bytes);
          case BACKWARD_DATA ->
              JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize(
                  cudnn.handle(),
                  weights.handle(),
                  output.handle(),
                  convolution.handle(),
                  image.handle(),
                  algorithm,
                  bytes);
          case BACKWARD_FILTER ->
              JCudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize(
                  cudnn.handle(),
                  image.handle(),
                  output.handle(),
                  convolution.handle(),
                  weights.handle(),
                  algorithm,
                  bytes);
        };
    String call = "cudnnGetConvolution" + pass.inCalls() + "WorkspaceSize";
    cudnn.status().cudnn(result, call, "algorithm", algorithm);
    return bytes[0];
  }

  private void check(int result, String call) {
    cudnn.status().cudnn(result, call);
  }

  private static cudnnConvolutionFwdAlgoPerf[] forwardResults() {
    cudnnConvolutionFwdAlgoPerf[] results = new cudnnConvolutionFwdAlgoPerf[MOST];
    Arrays.setAll(results, i -> new cudnnConvolutionFwdAlgoPerf());
    return results;
  }

  private static cudnnConvolutionBwdDataAlgoPerf[] dataResults() {
    cudnnConvolutionBwdDataAlgoPerf[] results = new cudnnConvolutionBwdDataAlgoPerf[MOST];
    Arrays.setAll(results, i -> new cudnnConvolutionBwdDataAlgoPerf());
    return results;
  }

  private static cudnnConvolutionBwdFilterAlgoPerf[] filterResults() {
    cudnnConvolutionBwdFilterAlgoPerf[] results = new cudnnConvolutionBwdFilterAlgoPerf[MOST];
    Arrays.setAll(results, i -> new cudnnConvolutionBwdFilterAlgoPerf());
    return results;
  }

  private static List<ConvolutionAlgorithm> forward(cudnnConvolutionFwdAlgoPerf[] found, int n) {
    return Arrays.stream(found, 0, n)
        .map(a -> algorithm(a.algo, a.status, a.time, a.memory, a.determinism))
        .toList();
  }

  private static List<ConvolutionAlgorithm> data(cudnnConvolutionBwdDataAlgoPerf[] found, int n) {
    return Arrays.stream(found, 0, n)
        .map(a -> algorithm(a.algo, a.status, a.time, a.memory, a.determinism))
        .toList();
  }

  private static List<ConvolutionAlgorithm> filter(
      cudnnConvolutionBwdFilterAlgoPerf[] found, int n) {
    return Arrays.stream(found, 0, n)
        .map(a -> algorithm(a.algo, a.status, a.time, a.memory, a.determinism))
        .toList();
  }

  private static ConvolutionAlgorithm algorithm(
      int number, int status, float millis, long bytes, int determinism) {
    return new ConvolutionAlgorithm(number, status, millis, bytes, determinism == 1);
  }
}
