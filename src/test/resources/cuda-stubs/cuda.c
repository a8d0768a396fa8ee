/* A stand-in for libcuda.so.1 on host memory: it says on stderr what it was asked, and computes nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAY(...) dprintf(2, __VA_ARGS__)
typedef unsigned long long address;

int cuInit(unsigned flags) { return getenv("STUB_NO_DEVICE") ? 100 : 0; }
int cuDriverGetVersion(int *version) { *version = atoi(getenv("STUB_CUDA_VERSION")); return 0; }
int cuDeviceGetCount(int *count) { *count = 1; return 0; }
int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return 0; }
int cuDeviceGetName(char *name, int length, int device) { strncpy(name, "Stub", length); return 0; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = 8ull << 30; return 0; }
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  const char *major = getenv("STUB_CAPABILITY_MAJOR");
  *value = attribute == 75 ? (major ? atoi(major) : 8) : attribute == 76 ? 6 : attribute == 16 ? 4 : 49152;
  return 0;
}
int cuGetErrorName(int error, const char **name) { *name = "STUB_ERROR"; return 0; }
int cuGetErrorString(int error, const char **text) { *text = "stub text"; return 0; }
int cuDevicePrimaryCtxRetain(void **context, int device) { *context = (void *)0x1234; return 0; }
int cuDevicePrimaryCtxRelease_v2(int device) { SAY("release %d\n", device); return 0; }
int cuCtxSetCurrent(void *context) { SAY("current %p\n", context); return 0; }
int cuMemGetInfo_v2(size_t *unused, size_t *total) { *unused = 1ull << 30; *total = 8ull << 30; return 0; }

int cuStreamCreate(void **stream, unsigned flags) { *stream = malloc(8); SAY("stream %u\n", flags); return 0; }
int cuStreamDestroy_v2(void *stream) { free(stream); SAY("stream destroyed\n"); return 0; }
int cuStreamSynchronize(void *stream) { return 0; }
int cuEventCreate(void **event, unsigned flags) { *event = malloc(8); return 0; }
int cuEventRecord(void *event, void *stream) { return 0; }
int cuEventSynchronize(void *event) { return 0; }
int cuEventDestroy_v2(void *event) { free(event); return 0; }

int cuMemAlloc_v2(address *at, size_t bytes) {
  if (bytes > 1ull << 32) return 2;
  *at = (address)malloc(bytes);
  SAY("alloc %zu\n", bytes);
  return 0;
}
int cuMemFree_v2(address at) { free((void *)at); SAY("free\n"); return 0; }
int cuMemHostAlloc(void **at, size_t bytes, unsigned flags) { *at = malloc(bytes); return 0; }
int cuMemFreeHost(void *at) { free(at); return 0; }
int cuMemcpyHtoDAsync_v2(address to, const void *from, size_t bytes, void *stream) {
  memcpy((void *)to, from, bytes);
  return 0;
}
int cuMemcpyDtoHAsync_v2(void *to, address from, size_t bytes, void *stream) {
  memcpy(to, (void *)from, bytes);
  return 0;
}
int cuMemsetD8Async(address at, unsigned char value, size_t bytes, void *stream) {
  memset((void *)at, value, bytes);
  return 0;
}

int cuModuleLoadDataEx(void **module, const char *ptx, unsigned count, int *options, void **values) {
  SAY("module %u options %d %d, %zu log bytes\n", count, options[0], options[1], (size_t)values[1]);
  if (strstr(ptx, "BAD")) {
    strcpy(values[0], "line 1: BAD\n");
    return 218;
  }
  *module = (void *)0x77;
  return 0;
}
int cuModuleGetFunction(void **function, void *module, const char *name) {
  SAY("function %s\n", name);
  *function = (void *)0x99;
  return 0;
}
int cuModuleUnload(void *module) { SAY("unload\n"); return 0; }
int cuLaunchKernel(void *function, unsigned x, unsigned y, unsigned z, unsigned bx, unsigned by,
                   unsigned bz, unsigned shared, void *stream, void **parameters, void **extra) {
  SAY("launch %ux%ux%u of %ux%ux%u shared %u: ", x, y, z, bx, by, bz, shared);
  SAY("%lld %d %g %d\n", *(long long *)parameters[0], *(int *)parameters[1], *(float *)parameters[2],
      *(signed char *)parameters[3]);
  return 0;
}

int cuStreamBeginCapture_v2(void *stream, int mode) { SAY("capture %d\n", mode); return 0; }
int cuStreamEndCapture(void *stream, void **graph) { *graph = (void *)0x55; return 0; }
int cuGraphInstantiateWithFlags(void **executable, void *graph, address flags) {
  SAY("instantiate %p\n", graph);
  *executable = (void *)0x66;
  return 0;
}
int cuGraphLaunch(void *executable, void *stream) { SAY("replay %p\n", executable); return 0; }
int cuGraphExecDestroy(void *executable) { SAY("executable destroyed\n"); return 0; }
int cuGraphDestroy(void *graph) { SAY("graph destroyed\n"); return 0; }
