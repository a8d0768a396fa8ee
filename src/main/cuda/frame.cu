// A window in surroundings that are repeated from a smaller map. Bytes moved: 8 a value of the output.
#include "common.cuh"

// The blank map's pixel for pixel i of the output.
__device__ __forceinline__ int blankPixel(int i, int extent, int head, int headFrom, int middle, int tail,
                                          int tailFrom) {
  const int tailStart = extent - tail;
  return i < head ? headFrom + i : i < tailStart ? middle : tailFrom + i - tailStart;
}

// out = window[plane][i - atH][j - atW] inside the window, else blank[plane % channels] at its pixel.
extern "C" __global__ void frame_forward(const float* __restrict__ window, const float* __restrict__ blank,
                                         float* __restrict__ out, int planes, int channels, int windowH, int windowW,
                                         int blankH, int blankW, int outH, int outW, int atH, int headH,
                                         int headFromH, int middleH, int tailH, int tailFromH, int atW, int headW,
                                         int headFromW, int middleW, int tailW, int tailFromW) {
  forEachPixel(planes, outH, outW, [&](int plane, int row, int column) {
    const int i = row - atH;
    const int j = column - atW;
    float value;
    if (i >= 0 && i < windowH && j >= 0 && j < windowW) {
      value = window[pixelIndex(plane, i, j, windowH, windowW)];
    } else {
      const int blankRow = blankPixel(row, outH, headH, headFromH, middleH, tailH, tailFromH);
      const int blankColumn = blankPixel(column, outW, headW, headFromW, middleW, tailW, tailFromW);
      value = blank[pixelIndex(plane % channels, blankRow, blankColumn, blankH, blankW)];
    }
    out[pixelIndex(plane, row, column, outH, outW)] = value;
  });
}
