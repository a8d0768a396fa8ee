// A window of a tensor, and its gradient. Bytes moved: forward 8 a value of the window; backward 4 a value
// of the input and 4 a value of the window, when accumulating 12 a value of the window.
#include "common.cuh"

// out[plane][i][j] = in[plane][i + offsetH][j + offsetW].
extern "C" __global__ void crop_forward(const float* __restrict__ in, float* __restrict__ out, int planes,
                                        int inH, int inW, int outH, int outW, int offsetH, int offsetW) {
  forEachPixel(planes, outH, outW, [&](int plane, int row, int column) {
    out[pixelIndex(plane, row, column, outH, outW)] =
        in[pixelIndex(plane, row + offsetH, column + offsetW, inH, inW)];
  });
}

// dIn = dOut inside the window, 0 outside; the grid covers the input.
extern "C" __global__ void crop_backward(const float* __restrict__ dOut, float* __restrict__ dIn, int planes,
                                         int inH, int inW, int outH, int outW, int offsetH, int offsetW) {
  forEachPixel(planes, inH, inW, [&](int plane, int row, int column) {
    const int i = row - offsetH;
    const int j = column - offsetW;
    const bool inside = i >= 0 && i < outH && j >= 0 && j < outW;
    dIn[pixelIndex(plane, row, column, inH, inW)] =
        inside ? dOut[pixelIndex(plane, i, j, outH, outW)] : 0.0f;
  });
}

// dIn += dOut inside the window; the grid covers the window.
extern "C" __global__ void crop_backward_accumulate(const float* __restrict__ dOut, float* __restrict__ dIn,
                                                    int planes, int inH, int inW, int outH, int outW,
                                                    int offsetH, int offsetW) {
  forEachPixel(planes, outH, outW, [&](int plane, int row, int column) {
    dIn[pixelIndex(plane, row + offsetH, column + offsetW, inH, inW)] +=
        dOut[pixelIndex(plane, row, column, outH, outW)];
  });
}
