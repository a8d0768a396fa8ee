// Final upsampling, crop and softmax loss in one kernel, and the gradient of the coarse scores: the full-size scores
// and their gradient never exist. Forward keeps each pixel's maximum and the inverse of its sum.
//
// Bytes moved, C classes: forward the coarse scores (through the caches) and 9 a pixel; backward the same for each of
// the (k/stride)^2 windows that a pixel lies in, from the second-level cache. Unfused: 20 C + 9 a pixel. Work: forward
// C (4 multiply-adds + 1 exponential) a pixel for k = 2 stride, backward 4 times that.
#include "deconv2d.cuh"
#include "softmax_loss.cuh"

// As softmax_loss_forward. Class c's weights begin at c * weightStep. Grid: the labels, images in z.
extern "C" __global__ void upsample_softmax_loss_forward(
    const float* __restrict__ in, const float* __restrict__ weight, const u8* __restrict__ labels,
    const u8* __restrict__ mask, const float* __restrict__ classWeights, double* __restrict__ partials,
    float* __restrict__ pixelMax, float* __restrict__ pixelInverse, u64* __restrict__ badLabel, int images, int classes,
    int inH, int inW, int outH, int outW, Index weightStep, int kernelH, int kernelW, int strideH, int strideW,
    int shiftH, int shiftW) {
  const LossLabels truth = {labels, mask, classWeights, classes};
  const Index inPlane = static_cast<Index>(inH) * inW;
  double loss = 0.0;
  double count = 0.0;
  forEachPixel(images, outH, outW, [&](int image, int row, int column) {
    const Index pixel = pixelIndex(image, row, column, outH, outW);
    truth.check(pixel, badLabel);
    const int label = truth.counted(pixel);
    if (label < 0) {
      return;
    }
    const Reach rows = reach(row + shiftH, kernelH, strideH, inH);
    const Reach columns = reach(column + shiftW, kernelW, strideW, inW);
    const float* plane = in + static_cast<Index>(image) * classes * inPlane;
    OnlineSoftmax softmax;
    float own = 0.0f;
    for (int c = 0; c < classes; ++c) {
      const float score = upsampled(plane + c * inPlane, weight + c * weightStep, rows, columns, inW, kernelW, strideH,
                                    strideW);
      softmax.add(score);
      own = c == label ? score : own;
    }
    pixelMax[pixel] = softmax.max;
    pixelInverse[pixel] = 1.0f / softmax.sum;
    loss += static_cast<double>(truth.weight(label)) * softmax.loss(own);
    count += 1.0;
  });
  putLossPartials(loss, count, partials);
}

// Gradient of one coarse score a block: the sum over its window of weight * scale * classWeight * (p - onehot).
// Blocks: the coarse scores, (image, class) in z; threads: columns of the window in x, rows in y.
extern "C" __global__ void upsample_softmax_loss_backward(
    const float* __restrict__ in, const float* __restrict__ weight, const u8* __restrict__ labels,
    const u8* __restrict__ mask, const float* __restrict__ classWeights, const float* __restrict__ pixelMax,
    const float* __restrict__ pixelInverse, const float* __restrict__ scale, float* __restrict__ dIn, int images,
    int classes, int inH, int inW, int outH, int outW, Index weightStep, int kernelH, int kernelW, int strideH,
    int strideW, int shiftH, int shiftW, int accumulate) {
  const LossLabels truth = {labels, mask, classWeights, classes};
  for (int plane = blockIdx.z; plane < images * classes; plane += gridDim.z) {
    const int image = plane / classes;
    const int c = plane - image * classes;
    const float* from = in + static_cast<Index>(plane) * inH * inW;
    const float* taps = weight + c * weightStep;
    for (int row = blockIdx.y; row < inH; row += gridDim.y) {
      const Span rows = span(row, kernelH, strideH, shiftH, outH);
      for (int column = blockIdx.x; column < inW; column += gridDim.x) {
        const Span columns = span(column, kernelW, strideW, shiftW, outW);
        double sum = 0.0;
        for (int i = rows.first + threadIdx.y; i <= rows.last; i += blockDim.y) {
          const Reach seenRows = reach(i + shiftH, kernelH, strideH, inH);
          for (int j = columns.first + threadIdx.x; j <= columns.last; j += blockDim.x) {
            const Index pixel = pixelIndex(image, i, j, outH, outW);
            const int label = truth.counted(pixel);
            if (label < 0) {
              continue;
            }
            const Reach seenColumns = reach(j + shiftW, kernelW, strideW, inW);
            const float score = upsampled(from, taps, seenRows, seenColumns, inW, kernelW, strideH, strideW);
            const float p = expf(score - pixelMax[pixel]) * pixelInverse[pixel];
            const float gradient = truth.weight(label) * (c == label ? p - 1.0f : p);
            sum += gradient * taps[(i - rows.start) * kernelW + j - columns.start];
          }
        }
        sum = blockSum(sum);
        if (isFirstThread()) {
          put(dIn, pixelIndex(plane, row, column, inH, inW), static_cast<float>(*scale * sum), accumulate);
        }
      }
    }
  }
}
