/* A stand-in for libcublas: it says on stderr what it was asked, and computes nothing. */
#include <stddef.h>
#include <stdio.h>

#define SAY(...) dprintf(2, __VA_ARGS__)

int cublasCreate_v2(void **handle) { *handle = (void *)0x11; return 0; }
int cublasDestroy_v2(void *handle) { SAY("cublas destroyed\n"); return 0; }
int cublasSetStream_v2(void *handle, void *stream) { SAY("cublas stream %d\n", stream != NULL); return 0; }
int cublasSetMathMode(void *handle, int mode) { SAY("cublas math %d\n", mode); return 0; }
int cublasSetWorkspace_v2(void *handle, void *at, size_t bytes) { return bytes < 256 ? 7 : 0; }
const char *cublasGetStatusName(int status) { return "CUBLAS_STATUS_INVALID_VALUE"; }
const char *cublasGetStatusString(int status) { return "an unsupported value"; }
int cublasSgemm_v2(void *handle, int ta, int tb, int m, int n, int k, float *alpha, void *a, int lda,
                   void *b, int ldb, float *beta, void *c, int ldc) {
  SAY("sgemm %d %d %dx%dx%d %g %p/%d %p/%d %g %p/%d\n", ta, tb, m, n, k, *alpha, a, lda, b, ldb, *beta, c, ldc);
  return 0;
}
int cublasSgemmStridedBatched(void *handle, int ta, int tb, int m, int n, int k, float *alpha, void *a,
                              int lda, long long sa, void *b, int ldb, long long sb, float *beta, void *c,
                              int ldc, long long sc, int count) {
  SAY("batch %d: strides %lld %lld %lld\n", count, sa, sb, sc);
  return 0;
}
int cublasGemmEx(void *handle, int ta, int tb, int m, int n, int k, void *alpha, void *a, int typeA, int lda,
                 void *b, int typeB, int ldb, void *beta, void *c, int typeC, int ldc, int compute,
                 int algorithm) {
  SAY("gemm %d %d -> %d by %d, algorithm %d\n", typeA, typeB, typeC, compute, algorithm);
  return 0;
}
