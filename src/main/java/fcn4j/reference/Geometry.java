package fcn4j.reference;

import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;

/**
 * What a convolution and a deconvolution share: a fine side (the convolution's input, the
 * deconvolution's output), a coarse side (the other), and weights (coarse channels, fine channels /
 * groups, kh, kw) that join coarse pixel (i, j) to fine pixel (i*stride - pad + u*dilation,
 * j*stride - pad + v*dilation).
 */
record Geometry(
    Shape fine,
    Shape coarse,
    Extent2 kernel,
    Extent2 stride,
    Extent2 pad,
    Extent2 dilation,
    int groups) {

  /** Fine channels of a group. */
  int fineChannels() {
    return fine.c() / groups;
  }

  /** Coarse channels of a group. */
  int coarseChannels() {
    return coarse.c() / groups;
  }

  /** Weights of one coarse channel: fine channels of a group times the kernel's area. */
  int patch() {
    return Math.multiplyExact(fineChannels(), kernel.area());
  }

  /** Coarse pixels of the batch. */
  int coarsePixels() {
    return Math.toIntExact(coarse.n() * coarse.planeCount());
  }

  /** Row of the fine side that tap u of a coarse row falls on; may lie outside. */
  int fineRow(int coarseRow, int u) {
    return coarseRow * stride.h() - pad.h() + u * dilation.h();
  }

  /** Column of the fine side that tap v of a coarse column falls on; may lie outside. */
  int fineColumn(int coarseColumn, int v) {
    return coarseColumn * stride.w() - pad.w() + v * dilation.w();
  }
}
