// Skip-sum: the coarse scores upsampled plus the finer layer's scores cropped to them, in one pass.
// Bytes moved: 4 a value of the coarse scores, 8 a value of the output. The gradients are those of the deconvolution
// and of the crop.
#include "deconv2d.cuh"

// out = deconv(in) + skip[row + offsetH][column + offsetW] (+ bias, which may be null); shift: the padding.
// Grid: the output.
extern "C" __global__ void skip_sum_forward(const float* __restrict__ in, const float* __restrict__ skip,
                                            const float* __restrict__ weight, const float* __restrict__ bias,
                                            float* __restrict__ out, int images, int outChannels, int inH, int inW,
                                            int skipH, int skipW, int outH, int outW, int inPerGroup, int outPerGroup,
                                            Index weightStep, int kernelH, int kernelW, int strideH, int strideW,
                                            int shiftH, int shiftW, int offsetH, int offsetW) {
  forEachPixel(images * outChannels, outH, outW, [&](int plane, int row, int column) {
    const Reach rows = reach(row + shiftH, kernelH, strideH, inH);
    const Reach columns = reach(column + shiftW, kernelW, strideW, inW);
    float sum = deconvolved(in, weight, plane, rows, columns, outChannels, inH, inW, inPerGroup, outPerGroup,
                            weightStep, kernelH, kernelW, strideH, strideW);
    if (bias != nullptr) {
      sum += bias[plane % outChannels];
    }
    out[pixelIndex(plane, row, column, outH, outW)] =
        sum + skip[pixelIndex(plane, row + offsetH, column + offsetW, skipH, skipW)];
  });
}
