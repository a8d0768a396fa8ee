package jcuda.jcudnn;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.library.AlgorithmResults;
import fcn4j.emulator.library.ConvolutionPass;
import fcn4j.emulator.library.CudnnAlgorithms;
import fcn4j.emulator.library.CudnnAlgorithms.Question;
import fcn4j.emulator.library.CudnnConvolutions;
import fcn4j.emulator.library.CudnnConvolutions.Choice;
import fcn4j.emulator.library.CudnnConvolutions.Operand;
import fcn4j.emulator.library.CudnnDescriptors;
import fcn4j.emulator.library.CudnnFused;
import fcn4j.emulator.library.CudnnPointwise;
import fcn4j.emulator.library.CudnnStatus;
import fcn4j.emulator.library.CudnnSums;
import fcn4j.emulator.library.LibraryCalls;
import java.util.function.ToIntFunction;
import jcuda.CudaException;
import jcuda.LogLevel;
import jcuda.Pointer;
import jcuda.runtime.cudaStream_t;

/** Stands in for JCuda's cuDNN class in tests: the same signatures, on the emulated device. */
public final class JCudnn {
  private static boolean exceptionsEnabled;

  private JCudnn() {}

  private static int call(String function, ToIntFunction<EmulatedDevice> body) {
    int result = LibraryCalls.call(function, CudnnStatus.EXECUTION_FAILED, body);
    if (result != 0 && exceptionsEnabled) {
      throw new CudaException(CudnnStatus.name(result));
    }
    return result;
  }

  public static void initialize() {}

  public static void setLogLevel(LogLevel level) {}

  public static void setExceptionsEnabled(boolean enabled) {
    exceptionsEnabled = enabled;
  }

  public static long cudnnGetVersion() {
    return 91000;
  }

  public static long cudnnGetCudartVersion() {
    return 13000;
  }

  public static String cudnnGetErrorString(int status) {
    return CudnnStatus.name(status);
  }

  public static int cudnnCreate(cudnnHandle h) {
    return call("cudnnCreate", d -> CudnnDescriptors.createHandle(d, h));
  }

  public static int cudnnDestroy(cudnnHandle h) {
    return call("cudnnDestroy", d -> CudnnDescriptors.destroyHandle(d, h));
  }

  public static int cudnnSetStream(cudnnHandle h, cudaStream_t stream) {
    return call("cudnnSetStream", d -> CudnnDescriptors.setStream(d, h, stream));
  }

  public static int cudnnCreateTensorDescriptor(cudnnTensorDescriptor x) {
    return call("cudnnCreateTensorDescriptor", d -> CudnnDescriptors.create(d, x));
  }

  public static int cudnnDestroyTensorDescriptor(cudnnTensorDescriptor x) {
    return call("cudnnDestroyTensorDescriptor", d -> CudnnDescriptors.destroy(d, x));
  }

  public static int cudnnCreateFilterDescriptor(cudnnFilterDescriptor x) {
    return call("cudnnCreateFilterDescriptor", d -> CudnnDescriptors.create(d, x));
  }

  public static int cudnnDestroyFilterDescriptor(cudnnFilterDescriptor x) {
    return call("cudnnDestroyFilterDescriptor", d -> CudnnDescriptors.destroy(d, x));
  }

  public static int cudnnCreateConvolutionDescriptor(cudnnConvolutionDescriptor x) {
    return call("cudnnCreateConvolutionDescriptor", d -> CudnnDescriptors.create(d, x));
  }

  public static int cudnnDestroyConvolutionDescriptor(cudnnConvolutionDescriptor x) {
    return call("cudnnDestroyConvolutionDescriptor", d -> CudnnDescriptors.destroy(d, x));
  }

  public static int cudnnCreatePoolingDescriptor(cudnnPoolingDescriptor x) {
    return call("cudnnCreatePoolingDescriptor", d -> CudnnDescriptors.create(d, x));
  }

  public static int cudnnDestroyPoolingDescriptor(cudnnPoolingDescriptor x) {
    return call("cudnnDestroyPoolingDescriptor", d -> CudnnDescriptors.destroy(d, x));
  }

  public static int cudnnCreateActivationDescriptor(cudnnActivationDescriptor x) {
    return call("cudnnCreateActivationDescriptor", d -> CudnnDescriptors.create(d, x));
  }

  public static int cudnnDestroyActivationDescriptor(cudnnActivationDescriptor x) {
    return call("cudnnDestroyActivationDescriptor", d -> CudnnDescriptors.destroy(d, x));
  }

  public static int cudnnCreateLRNDescriptor(cudnnLRNDescriptor x) {
    return call("cudnnCreateLRNDescriptor", d -> CudnnDescriptors.create(d, x));
  }

  public static int cudnnDestroyLRNDescriptor(cudnnLRNDescriptor x) {
    return call("cudnnDestroyLRNDescriptor", d -> CudnnDescriptors.destroy(d, x));
  }

  public static int cudnnSetTensor4dDescriptor(
      cudnnTensorDescriptor x, int format, int type, int n, int c, int h, int w) {
    return call(
        "cudnnSetTensor4dDescriptor",
        d -> CudnnDescriptors.setPacked(d, x, format, type, n, c, h, w));
  }

  public static int cudnnSetTensor4dDescriptorEx(
      cudnnTensorDescriptor x,
      int type,
      int n,
      int c,
      int h,
      int w,
      int sn,
      int sc,
      int sh,
      int sw) {
    return call(
        "cudnnSetTensor4dDescriptorEx",
        d ->
            CudnnDescriptors.setStrided(
                d, x, type, new int[] {n, c, h, w}, new int[] {sn, sc, sh, sw}));
  }

  public static int cudnnSetTensorNdDescriptor(
      cudnnTensorDescriptor x, int type, int dims, int[] extents, int[] strides) {
    return call(
        "cudnnSetTensorNdDescriptor",
        d -> CudnnDescriptors.setStrided(d, x, type, extents, strides));
  }

  public static int cudnnGetTensorSizeInBytes(cudnnTensorDescriptor x, long[] bytes) {
    return call("cudnnGetTensorSizeInBytes", d -> CudnnDescriptors.sizeInBytes(d, x, bytes));
  }

  public static int cudnnSetFilter4dDescriptor(
      cudnnFilterDescriptor x, int type, int format, int k, int c, int h, int w) {
    return call(
        "cudnnSetFilter4dDescriptor",
        d -> CudnnDescriptors.setPacked(d, x, format, type, k, c, h, w));
  }

  public static int cudnnSetConvolution2dDescriptor(
      cudnnConvolutionDescriptor x,
      int padH,
      int padW,
      int u,
      int v,
      int dilH,
      int dilW,
      int mode,
      int type) {
    return call(
        "cudnnSetConvolution2dDescriptor",
        d ->
            CudnnDescriptors.setConvolution(
                d, x, new int[] {padH, padW, u, v, dilH, dilW}, mode, type));
  }

  public static int cudnnSetConvolutionGroupCount(cudnnConvolutionDescriptor x, int groups) {
    return call("cudnnSetConvolutionGroupCount", d -> CudnnDescriptors.setGroups(d, x, groups));
  }

  public static int cudnnSetConvolutionMathType(cudnnConvolutionDescriptor x, int type) {
    return call("cudnnSetConvolutionMathType", d -> CudnnDescriptors.setMathType(d, x, type));
  }

  public static int cudnnGetConvolution2dForwardOutputDim(
      cudnnConvolutionDescriptor c,
      cudnnTensorDescriptor x,
      cudnnFilterDescriptor f,
      int[] n,
      int[] k,
      int[] h,
      int[] w) {
    return call(
        "cudnnGetConvolution2dForwardOutputDim",
        d -> CudnnDescriptors.convolutionExtents(d, c, x, f, new int[][] {n, k, h, w}));
  }

  public static int cudnnSetPooling2dDescriptor(
      cudnnPoolingDescriptor x, int mode, int nan, int h, int w, int padH, int padW, int u, int v) {
    return call(
        "cudnnSetPooling2dDescriptor",
        d -> CudnnDescriptors.setPooling(d, x, mode, h, w, padH, padW, u, v));
  }

  public static int cudnnGetPooling2dForwardOutputDim(
      cudnnPoolingDescriptor p, cudnnTensorDescriptor x, int[] n, int[] c, int[] h, int[] w) {
    return call(
        "cudnnGetPooling2dForwardOutputDim",
        d -> CudnnDescriptors.poolingExtents(d, p, x, new int[][] {n, c, h, w}));
  }

  public static int cudnnSetActivationDescriptor(
      cudnnActivationDescriptor x, int mode, int nan, double coef) {
    return call(
        "cudnnSetActivationDescriptor", d -> CudnnDescriptors.setActivation(d, x, mode, coef));
  }

  public static int cudnnSetLRNDescriptor(
      cudnnLRNDescriptor x, int n, double alpha, double beta, double k) {
    return call("cudnnSetLRNDescriptor", d -> CudnnDescriptors.setNorm(d, x, n, alpha, beta, k));
  }

  public static int cudnnGetConvolutionForwardWorkspaceSize(
      cudnnHandle h,
      cudnnTensorDescriptor x,
      cudnnFilterDescriptor w,
      cudnnConvolutionDescriptor c,
      cudnnTensorDescriptor y,
      int algo,
      long[] bytes) {
    return call(
        "cudnnGetConvolutionForwardWorkspaceSize",
        d ->
            CudnnAlgorithms.workspace(
                d, new Question(x, w, c, y), ConvolutionPass.FORWARD, algo, bytes));
  }

  public static int cudnnGetConvolutionForwardAlgorithm_v7(
      cudnnHandle h,
      cudnnTensorDescriptor x,
      cudnnFilterDescriptor w,
      cudnnConvolutionDescriptor c,
      cudnnTensorDescriptor y,
      int wanted,
      int[] count,
      cudnnConvolutionFwdAlgoPerf[] found) {
    return call(
        "cudnnGetConvolutionForwardAlgorithm_v7",
        d ->
            CudnnAlgorithms.list(
                d,
                new Question(x, w, c, y),
                ConvolutionPass.FORWARD,
                Long.MAX_VALUE,
                wanted,
                count,
                AlgorithmResults.of(found)));
  }

  public static int cudnnGetConvolutionBackwardDataWorkspaceSize(
      cudnnHandle h,
      cudnnFilterDescriptor w,
      cudnnTensorDescriptor y,
      cudnnConvolutionDescriptor c,
      cudnnTensorDescriptor x,
      int algo,
      long[] bytes) {
    return call(
        "cudnnGetConvolutionBackwardDataWorkspaceSize",
        d ->
            CudnnAlgorithms.workspace(
                d, new Question(x, w, c, y), ConvolutionPass.BACKWARD_DATA, algo, bytes));
  }

  public static int cudnnGetConvolutionBackwardDataAlgorithm_v7(
      cudnnHandle h,
      cudnnFilterDescriptor w,
      cudnnTensorDescriptor y,
      cudnnConvolutionDescriptor c,
      cudnnTensorDescriptor x,
      int wanted,
      int[] count,
      cudnnConvolutionBwdDataAlgoPerf[] found) {
    return call(
        "cudnnGetConvolutionBackwardDataAlgorithm_v7",
        d ->
            CudnnAlgorithms.list(
                d,
                new Question(x, w, c, y),
                ConvolutionPass.BACKWARD_DATA,
                Long.MAX_VALUE,
                wanted,
                count,
                AlgorithmResults.of(found)));
  }

  public static int cudnnGetConvolutionBackwardFilterWorkspaceSize(
      cudnnHandle h,
      cudnnTensorDescriptor x,
      cudnnTensorDescriptor y,
      cudnnConvolutionDescriptor c,
      cudnnFilterDescriptor w,
      int algo,
      long[] bytes) {
    return call(
        "cudnnGetConvolutionBackwardFilterWorkspaceSize",
        d ->
            CudnnAlgorithms.workspace(
                d, new Question(x, w, c, y), ConvolutionPass.BACKWARD_FILTER, algo, bytes));
  }

  public static int cudnnGetConvolutionBackwardFilterAlgorithm_v7(
      cudnnHandle h,
      cudnnTensorDescriptor x,
      cudnnTensorDescriptor y,
      cudnnConvolutionDescriptor c,
      cudnnFilterDescriptor w,
      int wanted,
      int[] count,
      cudnnConvolutionBwdFilterAlgoPerf[] found) {
    return call(
        "cudnnGetConvolutionBackwardFilterAlgorithm_v7",
        d ->
            CudnnAlgorithms.list(
                d,
                new Question(x, w, c, y),
                ConvolutionPass.BACKWARD_FILTER,
                Long.MAX_VALUE,
                wanted,
                count,
                AlgorithmResults.of(found)));
  }

  public static int cudnnFindConvolutionForwardAlgorithmEx(
      cudnnHandle h,
      cudnnTensorDescriptor x,
      Pointer px,
      cudnnFilterDescriptor w,
      Pointer pw,
      cudnnConvolutionDescriptor c,
      cudnnTensorDescriptor y,
      Pointer py,
      int wanted,
      int[] count,
      cudnnConvolutionFwdAlgoPerf[] found,
      Pointer ws,
      long bytes) {
    return call(
        "cudnnFindConvolutionForwardAlgorithmEx",
        d ->
            CudnnAlgorithms.find(
                d,
                new Question(x, w, c, y),
                ConvolutionPass.FORWARD,
                wanted,
                count,
                AlgorithmResults.of(found),
                y,
                py,
                ws,
                bytes));
  }

  public static int cudnnFindConvolutionBackwardDataAlgorithmEx(
      cudnnHandle h,
      cudnnFilterDescriptor w,
      Pointer pw,
      cudnnTensorDescriptor y,
      Pointer py,
      cudnnConvolutionDescriptor c,
      cudnnTensorDescriptor x,
      Pointer px,
      int wanted,
      int[] count,
      cudnnConvolutionBwdDataAlgoPerf[] found,
      Pointer ws,
      long bytes) {
    return call(
        "cudnnFindConvolutionBackwardDataAlgorithmEx",
        d ->
            CudnnAlgorithms.find(
                d,
                new Question(x, w, c, y),
                ConvolutionPass.BACKWARD_DATA,
                wanted,
                count,
                AlgorithmResults.of(found),
                x,
                px,
                ws,
                bytes));
  }

  public static int cudnnFindConvolutionBackwardFilterAlgorithmEx(
      cudnnHandle h,
      cudnnTensorDescriptor x,
      Pointer px,
      cudnnTensorDescriptor y,
      Pointer py,
      cudnnConvolutionDescriptor c,
      cudnnFilterDescriptor w,
      Pointer pw,
      int wanted,
      int[] count,
      cudnnConvolutionBwdFilterAlgoPerf[] found,
      Pointer ws,
      long bytes) {
    return call(
        "cudnnFindConvolutionBackwardFilterAlgorithmEx",
        d ->
            CudnnAlgorithms.find(
                d,
                new Question(x, w, c, y),
                ConvolutionPass.BACKWARD_FILTER,
                wanted,
                count,
                AlgorithmResults.of(found),
                w,
                pw,
                ws,
                bytes));
  }

  public static int cudnnConvolutionForward(
      cudnnHandle h,
      Pointer alpha,
      cudnnTensorDescriptor x,
      Pointer px,
      cudnnFilterDescriptor w,
      Pointer pw,
      cudnnConvolutionDescriptor c,
      int algo,
      Pointer ws,
      long bytes,
      Pointer beta,
      cudnnTensorDescriptor y,
      Pointer py) {
    return call(
        "cudnnConvolutionForward",
        d ->
            CudnnConvolutions.enqueue(
                d,
                h,
                ConvolutionPass.FORWARD,
                alpha,
                new Operand(x, px),
                new Operand(w, pw),
                c,
                new Choice(algo, ws, bytes),
                beta,
                new Operand(y, py)));
  }

  public static int cudnnConvolutionBackwardData(
      cudnnHandle h,
      Pointer alpha,
      cudnnFilterDescriptor w,
      Pointer pw,
      cudnnTensorDescriptor y,
      Pointer py,
      cudnnConvolutionDescriptor c,
      int algo,
      Pointer ws,
      long bytes,
      Pointer beta,
      cudnnTensorDescriptor x,
      Pointer px) {
    return call(
        "cudnnConvolutionBackwardData",
        d ->
            CudnnConvolutions.enqueue(
                d,
                h,
                ConvolutionPass.BACKWARD_DATA,
                alpha,
                new Operand(w, pw),
                new Operand(y, py),
                c,
                new Choice(algo, ws, bytes),
                beta,
                new Operand(x, px)));
  }

  public static int cudnnConvolutionBackwardFilter(
      cudnnHandle h,
      Pointer alpha,
      cudnnTensorDescriptor x,
      Pointer px,
      cudnnTensorDescriptor y,
      Pointer py,
      cudnnConvolutionDescriptor c,
      int algo,
      Pointer ws,
      long bytes,
      Pointer beta,
      cudnnFilterDescriptor w,
      Pointer pw) {
    return call(
        "cudnnConvolutionBackwardFilter",
        d ->
            CudnnConvolutions.enqueue(
                d,
                h,
                ConvolutionPass.BACKWARD_FILTER,
                alpha,
                new Operand(x, px),
                new Operand(y, py),
                c,
                new Choice(algo, ws, bytes),
                beta,
                new Operand(w, pw)));
  }

  public static int cudnnConvolutionBackwardBias(
      cudnnHandle h,
      Pointer alpha,
      cudnnTensorDescriptor y,
      Pointer py,
      Pointer beta,
      cudnnTensorDescriptor b,
      Pointer pb) {
    return call(
        "cudnnConvolutionBackwardBias",
        d -> CudnnFused.enqueueBias(d, h, alpha, new Operand(y, py), beta, new Operand(b, pb)));
  }

  public static int cudnnConvolutionBiasActivationForward(
      cudnnHandle h,
      Pointer alpha1,
      cudnnTensorDescriptor x,
      Pointer px,
      cudnnFilterDescriptor w,
      Pointer pw,
      cudnnConvolutionDescriptor c,
      int algo,
      Pointer ws,
      long bytes,
      Pointer alpha2,
      cudnnTensorDescriptor z,
      Pointer pz,
      cudnnTensorDescriptor b,
      Pointer pb,
      cudnnActivationDescriptor act,
      cudnnTensorDescriptor y,
      Pointer py) {
    return call(
        "cudnnConvolutionBiasActivationForward",
        d ->
            CudnnFused.enqueueFused(
                d,
                h,
                alpha1,
                new Operand(x, px),
                new Operand(w, pw),
                c,
                new Choice(algo, ws, bytes),
                alpha2,
                new Operand(z, pz),
                new Operand(b, pb),
                act,
                new Operand(y, py)));
  }

  public static int cudnnAddTensor(
      cudnnHandle h,
      Pointer alpha,
      cudnnTensorDescriptor a,
      Pointer pa,
      Pointer beta,
      cudnnTensorDescriptor c,
      Pointer pc) {
    return call(
        "cudnnAddTensor",
        d -> CudnnSums.add(d, h, alpha, new Operand(a, pa), beta, new Operand(c, pc)));
  }

  public static int cudnnSoftmaxForward(
      cudnnHandle h,
      int algo,
      int mode,
      Pointer alpha,
      cudnnTensorDescriptor x,
      Pointer px,
      Pointer beta,
      cudnnTensorDescriptor y,
      Pointer py) {
    return call(
        "cudnnSoftmaxForward",
        d ->
            CudnnSums.softmax(
                d, h, algo, mode, alpha, new Operand(x, px), beta, new Operand(y, py)));
  }

  public static int cudnnPoolingForward(
      cudnnHandle h,
      cudnnPoolingDescriptor k,
      Pointer alpha,
      cudnnTensorDescriptor x,
      Pointer px,
      Pointer beta,
      cudnnTensorDescriptor y,
      Pointer py) {
    return call(
        "cudnnPoolingForward",
        d ->
            CudnnPointwise.poolForward(
                d, h, k, alpha, new Operand(x, px), beta, new Operand(y, py)));
  }

  public static int cudnnPoolingBackward(
      cudnnHandle h,
      cudnnPoolingDescriptor k,
      Pointer alpha,
      cudnnTensorDescriptor y,
      Pointer py,
      cudnnTensorDescriptor dy,
      Pointer pdy,
      cudnnTensorDescriptor x,
      Pointer px,
      Pointer beta,
      cudnnTensorDescriptor dx,
      Pointer pdx) {
    return call(
        "cudnnPoolingBackward",
        d ->
            CudnnPointwise.poolBackward(
                d,
                h,
                k,
                alpha,
                new Operand(y, py),
                new Operand(dy, pdy),
                new Operand(x, px),
                beta,
                new Operand(dx, pdx)));
  }

  public static int cudnnActivationForward(
      cudnnHandle h,
      cudnnActivationDescriptor k,
      Pointer alpha,
      cudnnTensorDescriptor x,
      Pointer px,
      Pointer beta,
      cudnnTensorDescriptor y,
      Pointer py) {
    return call(
        "cudnnActivationForward",
        d -> CudnnPointwise.activate(d, h, k, alpha, new Operand(x, px), beta, new Operand(y, py)));
  }

  public static int cudnnActivationBackward(
      cudnnHandle h,
      cudnnActivationDescriptor k,
      Pointer alpha,
      cudnnTensorDescriptor y,
      Pointer py,
      cudnnTensorDescriptor dy,
      Pointer pdy,
      cudnnTensorDescriptor x,
      Pointer px,
      Pointer beta,
      cudnnTensorDescriptor dx,
      Pointer pdx) {
    return call(
        "cudnnActivationBackward",
        d ->
            CudnnPointwise.activateBackward(
                d,
                h,
                k,
                alpha,
                new Operand(y, py),
                new Operand(dy, pdy),
                new Operand(x, px),
                beta,
                new Operand(dx, pdx)));
  }

  public static int cudnnLRNCrossChannelForward(
      cudnnHandle h,
      cudnnLRNDescriptor k,
      int mode,
      Pointer alpha,
      cudnnTensorDescriptor x,
      Pointer px,
      Pointer beta,
      cudnnTensorDescriptor y,
      Pointer py) {
    return call(
        "cudnnLRNCrossChannelForward",
        d ->
            CudnnPointwise.normForward(
                d, h, k, alpha, new Operand(x, px), beta, new Operand(y, py)));
  }

  public static int cudnnLRNCrossChannelBackward(
      cudnnHandle h,
      cudnnLRNDescriptor k,
      int mode,
      Pointer alpha,
      cudnnTensorDescriptor y,
      Pointer py,
      cudnnTensorDescriptor dy,
      Pointer pdy,
      cudnnTensorDescriptor x,
      Pointer px,
      Pointer beta,
      cudnnTensorDescriptor dx,
      Pointer pdx) {
    return call(
        "cudnnLRNCrossChannelBackward",
        d ->
            CudnnPointwise.normBackward(
                d,
                h,
                k,
                alpha,
                new Operand(y, py),
                new Operand(dy, pdy),
                new Operand(x, px),
                beta,
                new Operand(dx, pdx)));
  }
}
