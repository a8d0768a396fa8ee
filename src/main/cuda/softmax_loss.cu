// Per-pixel softmax loss: each pass reads the scores once. Forward keeps each pixel's maximum and the
// inverse of its sum, so that backward needs no second look at the other classes.
// Bytes moved, C classes: forward 4 C + 9 a pixel, backward 8 C + 9.
#include "softmax_loss.cuh"

// partials[block] = (sum of weighted losses, number of counted pixels); pixelMax and pixelInverse are
// written at counted pixels only. badLabel: smallest (pixel << 8 | label) of the wrong labels. Grid: pixels in x,
// images in y. mask and classWeights may be null.
extern "C" __global__ void softmax_loss_forward(const float* __restrict__ scores, const u8* __restrict__ labels,
                                                const u8* __restrict__ mask,
                                                const float* __restrict__ classWeights,
                                                double* __restrict__ partials, float* __restrict__ pixelMax,
                                                float* __restrict__ pixelInverse, u64* __restrict__ badLabel,
                                                int images, int classes, Index pixels) {
  const LossLabels truth = {labels, mask, classWeights, classes};
  double loss = 0.0;
  double count = 0.0;
  forEachOf(images, pixels, [&](int image, Index pixel) {
    const Index i = image * pixels + pixel;
    truth.check(i, badLabel);
    const int label = truth.counted(i);
    if (label < 0) {
      return;
    }
    const float* at = scores + static_cast<Index>(image) * classes * pixels + pixel;
    OnlineSoftmax softmax;
    float own = 0.0f;
    for (int c = 0; c < classes; ++c) {
      const float score = at[c * pixels];
      softmax.add(score);
      own = c == label ? score : own;
    }
    pixelMax[i] = softmax.max;
    pixelInverse[i] = 1.0f / softmax.sum;
    loss += static_cast<double>(truth.weight(label)) * softmax.loss(own);
    count += 1.0;
  });
  putLossPartials(loss, count, partials);
}

// loss = lossWeight / divisor * the sum of all partials; scale = lossWeight / divisor, for the gradient. One block.
// fixedDivisor: the divisor, or 0 for the number of counted pixels.
extern "C" __global__ void softmax_loss_finish(const double* __restrict__ partials, float* __restrict__ loss,
                                               float* __restrict__ scale, int blocks, Index fixedDivisor,
                                               float lossWeight) {
  double sum = 0.0;
  double count = 0.0;
  for (int block = threadIdx.x; block < blocks; block += blockDim.x) {
    sum += partials[2 * block];
    count += partials[2 * block + 1];
  }
  sum = blockSum(sum);
  count = blockSum(count);
  if (isFirstThread()) {
    const double divisor = fmax(1.0, fixedDivisor > 0 ? static_cast<double>(fixedDivisor) : count);
    *loss = static_cast<float>(lossWeight * sum / divisor);
    *scale = static_cast<float>(lossWeight / divisor);
  }
}

// dScores = scale * classWeight * (p - onehot(label)), 0 at pixels that do not count.
extern "C" __global__ void softmax_loss_backward(const float* __restrict__ scores, const u8* __restrict__ labels,
                                                 const u8* __restrict__ mask,
                                                 const float* __restrict__ classWeights,
                                                 const float* __restrict__ pixelMax,
                                                 const float* __restrict__ pixelInverse,
                                                 const float* __restrict__ scale, float* __restrict__ dScores,
                                                 int images, int classes, Index pixels, int accumulate) {
  const LossLabels truth = {labels, mask, classWeights, classes};
  const float all = *scale;
  forEachOf(images, pixels, [&](int image, Index pixel) {
    const Index i = image * pixels + pixel;
    const Index at = static_cast<Index>(image) * classes * pixels + pixel;
    const int label = truth.counted(i);
    if (label < 0) {
      for (int c = 0; c < classes && !accumulate; ++c) {
        dScores[at + c * pixels] = 0.0f;
      }
      return;
    }
    const float max = pixelMax[i];
    const float inverse = pixelInverse[i];
    const float factor = all * truth.weight(label);
    for (int c = 0; c < classes; ++c) {
      const float p = expf(scores[at + c * pixels] - max) * inverse;
      put(dScores, at + c * pixels, factor * (c == label ? p - 1.0f : p), accumulate);
    }
  });
}
