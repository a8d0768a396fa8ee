/* A stand-in for libcudnn.so.9: it says on stderr what it was asked, and computes nothing. */
#include <stdio.h>
#include <stdlib.h>

#define SAY(...) dprintf(2, __VA_ARGS__)
#define DESCRIPTOR(name, text)                                                          \
  int cudnnCreate##name(void **d) { *d = (void *)0x33; return 0; }                      \
  int cudnnDestroy##name(void *d) { SAY(text " destroyed\n"); return 0; }

size_t cudnnGetVersion(void) { return 91002; }
size_t cudnnGetCudartVersion(void) { return atoi(getenv("STUB_CUDA_VERSION")); }
const char *cudnnGetErrorString(int status) {
  return status == 2000 ? "CUDNN_STATUS_BAD_PARAM" : status == 3000 ? "CUDNN_STATUS_NOT_SUPPORTED" : "?";
}
int cudnnCreate(void **handle) { *handle = (void *)0x22; return 0; }
int cudnnDestroy(void *handle) { SAY("cudnn destroyed\n"); return 0; }
int cudnnSetStream(void *handle, void *stream) { SAY("cudnn stream %d\n", stream != NULL); return 0; }

DESCRIPTOR(TensorDescriptor, "tensor")
DESCRIPTOR(FilterDescriptor, "filter")
DESCRIPTOR(ConvolutionDescriptor, "convolution")
DESCRIPTOR(PoolingDescriptor, "pooling")
DESCRIPTOR(LRNDescriptor, "lrn")
DESCRIPTOR(ActivationDescriptor, "activation")

int cudnnSetTensor4dDescriptor(void *d, int format, int type, int n, int c, int h, int w) {
  SAY("tensor format %d type %d %d %d %d %d\n", format, type, n, c, h, w);
  return n < 0 ? 2000 : 0;
}
int cudnnSetFilter4dDescriptor(void *d, int type, int format, int k, int c, int h, int w) {
  SAY("filter format %d type %d %d %d %d %d\n", format, type, k, c, h, w);
  return 0;
}
int cudnnSetConvolution2dDescriptor(void *d, int ph, int pw, int sh, int sw, int dh, int dw, int mode, int type) {
  SAY("convolution pad %d %d stride %d %d dilation %d %d mode %d type %d\n", ph, pw, sh, sw, dh, dw, mode, type);
  return 0;
}
int cudnnSetConvolutionGroupCount(void *d, int groups) { SAY("groups %d\n", groups); return 0; }
int cudnnSetConvolutionMathType(void *d, int math) { SAY("math %d\n", math); return 0; }
int cudnnSetPooling2dDescriptor(void *d, int mode, int nan, int wh, int ww, int ph, int pw, int sh, int sw) {
  SAY("pooling mode %d nan %d window %d %d pad %d %d stride %d %d\n", mode, nan, wh, ww, ph, pw, sh, sw);
  return 0;
}
int cudnnSetLRNDescriptor(void *d, unsigned n, double alpha, double beta, double k) {
  SAY("lrn %u %g %g %g\n", n, alpha, beta, k);
  return 0;
}
int cudnnSetActivationDescriptor(void *d, int mode, int nan, double limit) {
  SAY("activation %d\n", mode);
  return 0;
}
int cudnnConvolutionForward(void *handle, float *alpha, void *xd, void *x, void *wd, void *w, void *cd,
                            int algorithm, void *space, size_t bytes, float *beta, void *yd, void *y) {
  SAY("forward %g*%p %p algorithm %d space %p/%zu + %g*%p\n", *alpha, x, w, algorithm, space, bytes, *beta, y);
  return algorithm == 9 ? 3000 : 0;
}
int cudnnConvolutionBackwardData(void *handle, float *alpha, void *wd, void *w, void *yd, void *dy, void *cd,
                                 int algorithm, void *space, size_t bytes, float *beta, void *xd, void *dx) {
  SAY("data %p %p -> %g*%p\n", w, dy, *beta, dx);
  return 0;
}
int cudnnConvolutionBackwardFilter(void *handle, float *alpha, void *xd, void *x, void *yd, void *dy, void *cd,
                                   int algorithm, void *space, size_t bytes, float *beta, void *wd, void *dw) {
  SAY("weights %p %p -> %g*%p\n", x, dy, *beta, dw);
  return 0;
}
/* One result as cuDNN lays it out: algorithm, status, time, memory, determinism, math, reserved. */
typedef struct { int algorithm, status; float time; size_t memory; int determinism, math, reserved[3]; } result;
int cudnnGetConvolutionForwardAlgorithm_v7(void *handle, void *xd, void *wd, void *cd, void *yd, int most,
                                           int *count, result *results) {
  results[0] = (result){6, 0, -1, 4096, 1, 3, {0, 0, 0}};
  results[1] = (result){1, 3000, -1, 0, 0, 3, {0, 0, 0}};
  *count = 2;
  return 0;
}
int cudnnPoolingBackward(void *handle, void *pd, float *alpha, void *yd, void *y, void *dyd, void *dy, void *xd,
                         void *x, float *beta, void *dxd, void *dx) {
  SAY("pooling gradient %p %p %p -> %g*%p\n", y, dy, x, *beta, dx);
  return 0;
}
int cudnnLRNCrossChannelBackward(void *handle, void *d, int mode, float *alpha, void *yd, void *y, void *dyd,
                                 void *dy, void *xd, void *x, float *beta, void *dxd, void *dx) {
  SAY("lrn gradient mode %d %p %p %p -> %g*%p\n", mode, y, dy, x, *beta, dx);
  return 0;
}
