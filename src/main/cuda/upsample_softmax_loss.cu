// Final upsampling, crop and softmax loss in one kernel, and the gradient of the coarse scores: the full-size scores
// and their gradient never exist. Forward keeps each pixel's maximum and the inverse of its sum.
//
// Bytes moved, C classes: forward the coarse scores (through the caches) and 9 a pixel; backward the same for each of
// the (k/stride)^2 windows that a pixel lies in, from the caches. Unfused: 20 C + 9 a pixel. Work: forward C (4
// multiply-adds + 1 exponential) a pixel for k = 2 stride, backward 4 times that.
#include "deconv2d.cuh"
#include "softmax_loss.cuh"

// The upsampling: class c's weights begin at c * weightStep; shift: padding plus crop offset.
struct Upsampling {
  const float* __restrict__ in;
  const float* __restrict__ weight;
  int classes;
  int inH, inW, outH, outW;
  Index weightStep;
  int kernelH, kernelW, strideH, strideW, shiftH, shiftW;

  template <bool FOUR>
  __device__ __forceinline__ Stencil<FOUR> stencil(int row, int column) const {
    return Stencil<FOUR>(row + shiftH, column + shiftW, inH, inW, kernelH, kernelW, strideH, strideW);
  }
};

// One pixel's maximum, inverse sum and weighted loss.
template <bool FOUR>
__device__ __forceinline__ double pixelLoss(const Upsampling& up, const LossLabels& truth, int label, int image, int row,
                                            int column, float* max, float* inverse) {
  const Stencil<FOUR> stencil = up.stencil<FOUR>(row, column);
  const Index inPlane = static_cast<Index>(up.inH) * up.inW;
  const float* plane = up.in + image * up.classes * inPlane;
  const float* taps = up.weight;
  OnlineSoftmax softmax;
  float own = 0.0f;
#pragma unroll 1
  for (int c = 0; c < up.classes; ++c) {
    const float score = stencil.value(plane, taps);
    softmax.add(score);
    own = c == label ? score : own;
    plane += inPlane;
    taps += up.weightStep;
  }
  *max = softmax.max;
  *inverse = 1.0f / softmax.sum;
  return static_cast<double>(truth.weight(label)) * softmax.loss(own);
}

// As softmax_loss_forward. Grid: the labels, images in z.
extern "C" __global__ void upsample_softmax_loss_forward(
    const float* __restrict__ in, const float* __restrict__ weight, const u8* __restrict__ labels,
    const u8* __restrict__ mask, const float* __restrict__ classWeights, double* __restrict__ partials,
    float* __restrict__ pixelMax, float* __restrict__ pixelInverse, u64* __restrict__ badLabel, int images, int classes,
    int inH, int inW, int outH, int outW, Index weightStep, int kernelH, int kernelW, int strideH, int strideW,
    int shiftH, int shiftW) {
  const LossLabels truth = {labels, mask, classWeights, classes};
  const Upsampling up = {in,         weight,  classes, inH,     inW,     outH,   outW,
                         weightStep, kernelH, kernelW, strideH, strideW, shiftH, shiftW};
  const bool four = kernelH <= 2 * strideH && kernelW <= 2 * strideW;
  double loss = 0.0;
  double count = 0.0;
  forEachPixel(images, outH, outW, [&](int image, int row, int column) {
    const Index pixel = pixelIndex(image, row, column, outH, outW);
    truth.check(pixel, badLabel);
    const int label = truth.counted(pixel);
    if (label >= 0) {
      loss += four ? pixelLoss<true>(up, truth, label, image, row, column, pixelMax + pixel, pixelInverse + pixel)
                   : pixelLoss<false>(up, truth, label, image, row, column, pixelMax + pixel, pixelInverse + pixel);
      count += 1.0;
    }
  });
  putLossPartials(loss, count, partials);
}

// This thread's share of the gradient of one coarse score: the sum over its window, columns from firstX and rows from
// firstY on, of weight * classWeight * (p - onehot).
__device__ __forceinline__ double windowGradient(const Upsampling& up, const LossLabels& truth,
                                                 const float* __restrict__ pixelMax,
                                                 const float* __restrict__ pixelInverse, int plane, int row, int column,
                                                 int firstX, int stepX, int firstY, int stepY) {
  const int image = plane / up.classes;
  const int c = plane - image * up.classes;
  const float* from = up.in + static_cast<Index>(plane) * up.inH * up.inW;
  const float* taps = up.weight + c * up.weightStep;
  const Span rows = span(row, up.kernelH, up.strideH, up.shiftH, up.outH);
  const Span columns = span(column, up.kernelW, up.strideW, up.shiftW, up.outW);
  double sum = 0.0;
  for (int i = rows.first + firstY; i <= rows.last; i += stepY) {
    const Reach seenRows = reach(i + up.shiftH, up.kernelH, up.strideH, up.inH);
    const Index line = pixelIndex(image, i, 0, up.outH, up.outW);
    const float* rowTaps = taps + (i - rows.start) * up.kernelW - columns.start;
    float lineSum = 0.0f;
    for (int j = columns.first + firstX; j <= columns.last; j += stepX) {
      const int label = truth.counted(line + j);
      if (label >= 0) {
        const Reach seenColumns = reach(j + up.shiftW, up.kernelW, up.strideW, up.inW);
        const float score =
            upsampled(from, taps, seenRows, seenColumns, up.inW, up.kernelW, up.strideH, up.strideW);
        const float p = expf(score - pixelMax[line + j]) * pixelInverse[line + j];
        lineSum += truth.weight(label) * (c == label ? p - 1.0f : p) * rowTaps[j];
      }
    }
    sum += lineSum;
  }
  return sum;
}

// Gradient of the coarse scores, a thread a score: for small windows. Grid: the coarse scores, (image, class) in z.
extern "C" __global__ void upsample_softmax_loss_backward(
    const float* __restrict__ in, const float* __restrict__ weight, const u8* __restrict__ labels,
    const u8* __restrict__ mask, const float* __restrict__ classWeights, const float* __restrict__ pixelMax,
    const float* __restrict__ pixelInverse, const float* __restrict__ scale, float* __restrict__ dIn, int images,
    int classes, int inH, int inW, int outH, int outW, Index weightStep, int kernelH, int kernelW, int strideH,
    int strideW, int shiftH, int shiftW, int accumulate) {
  const LossLabels truth = {labels, mask, classWeights, classes};
  const Upsampling up = {in,         weight,  classes, inH,     inW,     outH,   outW,
                         weightStep, kernelH, kernelW, strideH, strideW, shiftH, shiftW};
  forEachPixel(images * classes, inH, inW, [&](int plane, int row, int column) {
    const double sum = windowGradient(up, truth, pixelMax, pixelInverse, plane, row, column, 0, 1, 0, 1);
    put(dIn, pixelIndex(plane, row, column, inH, inW), static_cast<float>(*scale * sum), accumulate);
  });
}

// Gradient of the coarse scores, a block a score: for large windows. Blocks: the coarse scores, (image, class) in z;
// threads: columns of the window in x, rows in y.
extern "C" __global__ void upsample_softmax_loss_backward_wide(
    const float* __restrict__ in, const float* __restrict__ weight, const u8* __restrict__ labels,
    const u8* __restrict__ mask, const float* __restrict__ classWeights, const float* __restrict__ pixelMax,
    const float* __restrict__ pixelInverse, const float* __restrict__ scale, float* __restrict__ dIn, int images,
    int classes, int inH, int inW, int outH, int outW, Index weightStep, int kernelH, int kernelW, int strideH,
    int strideW, int shiftH, int shiftW, int accumulate) {
  const LossLabels truth = {labels, mask, classWeights, classes};
  const Upsampling up = {in,         weight,  classes, inH,     inW,     outH,   outW,
                         weightStep, kernelH, kernelW, strideH, strideW, shiftH, shiftW};
  for (int plane = blockIdx.z; plane < images * classes; plane += gridDim.z) {
    for (int row = blockIdx.y; row < inH; row += gridDim.y) {
      for (int column = blockIdx.x; column < inW; column += gridDim.x) {
        const double sum = blockSum(windowGradient(up, truth, pixelMax, pixelInverse, plane, row, column, threadIdx.x,
                                                   blockDim.x, threadIdx.y, blockDim.y));
        if (isFirstThread()) {
          put(dIn, pixelIndex(plane, row, column, inH, inW), static_cast<float>(*scale * sum), accumulate);
        }
      }
    }
  }
}
