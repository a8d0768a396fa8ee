// Mirrors and translates a label map as prepare_image does its image. Bytes moved: 2 a pixel.
#include "prepare.cuh"

// jitter: (mirror, dy, dx) an image. What comes from outside the map is to be ignored. Grid: the pixels, images in z.
extern "C" __global__ void prepare_label_forward(const u8* __restrict__ in, const float* __restrict__ jitter,
                                                 u8* __restrict__ out, int images, int rows, int columns) {
  forEachPixel(images, rows, columns, [&](int image, int row, int column) {
    const Index from = sourcePixel(jitter, image, row, column, rows, columns);
    out[pixelIndex(image, row, column, rows, columns)] = from < 0 ? static_cast<u8>(IGNORE_LABEL) : in[from];
  });
}
