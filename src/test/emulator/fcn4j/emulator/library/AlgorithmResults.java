package fcn4j.emulator.library;

import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;

/**
 * JCudnn's three result classes behind one. As in the real binding, the math type is not reported.
 */
public final class AlgorithmResults {
  private AlgorithmResults() {}

  public static CudnnAlgorithms.Results of(cudnnConvolutionFwdAlgoPerf[] found) {
    return i ->
        (algorithm, status, millis, bytes, determinism) -> {
          found[i].algo = algorithm;
          found[i].status = status;
          found[i].time = millis;
          found[i].memory = bytes;
          found[i].determinism = determinism;
        };
  }

  public static CudnnAlgorithms.Results of(cudnnConvolutionBwdDataAlgoPerf[] found) {
    return i ->
        (algorithm, status, millis, bytes, determinism) -> {
          found[i].algo = algorithm;
          found[i].status = status;
          found[i].time = millis;
          found[i].memory = bytes;
          found[i].determinism = determinism;
        };
  }

  public static CudnnAlgorithms.Results of(cudnnConvolutionBwdFilterAlgoPerf[] found) {
    return i ->
        (algorithm, status, millis, bytes, determinism) -> {
          found[i].algo = algorithm;
          found[i].status = status;
          found[i].time = millis;
          found[i].memory = bytes;
          found[i].determinism = determinism;
        };
  }
}
