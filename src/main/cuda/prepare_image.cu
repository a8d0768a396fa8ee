// The network's input from RGB bytes: channel order, mean, scale, mirroring, translation. Bytes moved: 15 a pixel.
#include "prepare.cuh"

// in: n, row, column, channel. jitter: (mirror, dy, dx) an image, or null. What comes from outside the image is 0.
// Grid: the pixels, images in z.
extern "C" __global__ void prepare_image_forward(const u8* __restrict__ in, const float* __restrict__ jitter,
                                                 float* __restrict__ out, int images, int rows, int columns,
                                                 float mean0, float mean1, float mean2, float scale, int bgr) {
  const Index pixels = static_cast<Index>(rows) * columns;
  forEachPixel(images, rows, columns, [&](int image, int row, int column) {
    const Index from = sourcePixel(jitter, image, row, column, rows, columns);
    float* to = out + static_cast<Index>(image) * 3 * pixels + static_cast<Index>(row) * columns + column;
    if (from < 0) {
      to[0] = to[pixels] = to[2 * pixels] = 0.0f;
      return;
    }
    const u8* rgb = in + 3 * from;
    to[0] = (static_cast<float>(rgb[bgr ? 2 : 0]) - mean0) * scale;
    to[pixels] = (static_cast<float>(rgb[1]) - mean1) * scale;
    to[2 * pixels] = (static_cast<float>(rgb[bgr ? 0 : 2]) - mean2) * scale;
  });
}
