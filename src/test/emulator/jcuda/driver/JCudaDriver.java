package jcuda.driver;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.driver.DriverCalls;
import fcn4j.emulator.driver.DriverDevice;
import fcn4j.emulator.driver.DriverGraphs;
import fcn4j.emulator.driver.DriverMemory;
import fcn4j.emulator.driver.DriverModules;
import fcn4j.emulator.driver.DriverStreams;
import fcn4j.emulator.exec.Launch;
import java.util.function.ToIntFunction;
import jcuda.CudaException;
import jcuda.LogLevel;
import jcuda.Pointer;

/** Stands in for JCuda's driver class in tests: the same signatures, on the emulated device. */
public final class JCudaDriver {
  private static boolean exceptionsEnabled;

  private JCudaDriver() {}

  private static int call(String function, ToIntFunction<EmulatedDevice> body) {
    int result = DriverCalls.call(function, body);
    if (result != 0 && exceptionsEnabled) {
      throw new CudaException(CUresult.stringFor(result));
    }
    return result;
  }

  public static void setLogLevel(LogLevel level) {}

  public static void setExceptionsEnabled(boolean enabled) {
    exceptionsEnabled = enabled;
  }

  public static int cuGetErrorName(int error, String[] name) {
    name[0] = CUresult.stringFor(error);
    return 0;
  }

  public static int cuGetErrorString(int error, String[] text) {
    text[0] = CUresult.stringFor(error);
    return 0;
  }

  public static int cuInit(int flags) {
    return call("cuInit", d -> DriverCalls.SUCCESS);
  }

  public static int cuDriverGetVersion(int[] version) {
    return call("cuDriverGetVersion", d -> DriverDevice.driverVersion(version));
  }

  public static int cuDeviceGet(CUdevice device, int ordinal) {
    return call("cuDeviceGet", d -> DriverDevice.get(device, ordinal));
  }

  public static int cuDeviceGetCount(int[] count) {
    return call("cuDeviceGetCount", d -> DriverDevice.count(count));
  }

  public static int cuDeviceGetName(byte[] name, int length, CUdevice device) {
    return call("cuDeviceGetName", d -> DriverDevice.name(name, length));
  }

  public static int cuDeviceGetUuid(CUuuid uuid, CUdevice device) {
    return call("cuDeviceGetUuid", d -> DriverDevice.uuid(uuid));
  }

  public static int cuDeviceTotalMem(long[] bytes, CUdevice device) {
    return call("cuDeviceTotalMem", d -> DriverDevice.totalMemory(d, bytes));
  }

  public static int cuDeviceGetAttribute(int[] value, int attribute, CUdevice device) {
    return call("cuDeviceGetAttribute", d -> DriverDevice.attribute(value, attribute));
  }

  public static int cuDeviceComputeCapability(int[] major, int[] minor, CUdevice device) {
    return call("cuDeviceComputeCapability", d -> DriverDevice.computeCapability(major, minor));
  }

  public static int cuDevicePrimaryCtxRetain(CUcontext context, CUdevice device) {
    return call("cuDevicePrimaryCtxRetain", d -> DriverDevice.retain(d, context));
  }

  public static int cuDevicePrimaryCtxRelease(CUdevice device) {
    return call("cuDevicePrimaryCtxRelease", d -> DriverDevice.release(d));
  }

  public static int cuCtxSetCurrent(CUcontext context) {
    return call("cuCtxSetCurrent", d -> DriverDevice.setCurrent(d, context));
  }

  public static int cuCtxGetCurrent(CUcontext context) {
    return call("cuCtxGetCurrent", d -> DriverDevice.getCurrent(d, context));
  }

  public static int cuCtxSynchronize() {
    return call("cuCtxSynchronize", d -> DriverDevice.synchronizeContext(d));
  }

  public static int cuMemGetInfo(long[] free, long[] total) {
    return call("cuMemGetInfo", d -> DriverDevice.freeMemory(d, free, total));
  }

  public static int cuMemAlloc(CUdeviceptr pointer, long bytes) {
    return call("cuMemAlloc", d -> DriverMemory.allocate(d, pointer, bytes));
  }

  public static int cuMemFree(CUdeviceptr pointer) {
    return call("cuMemFree", d -> DriverMemory.free(d, pointer));
  }

  public static int cuMemHostAlloc(Pointer pointer, long bytes, int flags) {
    return call("cuMemHostAlloc", d -> DriverMemory.allocateHost(d, pointer, bytes));
  }

  public static int cuMemAllocHost(Pointer pointer, long bytes) {
    return call("cuMemAllocHost", d -> DriverMemory.allocateHost(d, pointer, bytes));
  }

  public static int cuMemFreeHost(Pointer pointer) {
    return call("cuMemFreeHost", d -> DriverMemory.freeHost(d, pointer));
  }

  public static int cuMemcpyHtoD(CUdeviceptr to, Pointer from, long bytes) {
    return call("cuMemcpyHtoD", d -> DriverMemory.toDevice(d, to, from, bytes));
  }

  public static int cuMemcpyDtoH(Pointer to, CUdeviceptr from, long bytes) {
    return call("cuMemcpyDtoH", d -> DriverMemory.toHost(d, to, from, bytes));
  }

  public static int cuMemcpyDtoD(CUdeviceptr to, CUdeviceptr from, long bytes) {
    return call("cuMemcpyDtoD", d -> DriverMemory.within(d, to, from, bytes));
  }

  public static int cuMemcpyHtoDAsync(CUdeviceptr to, Pointer from, long bytes, CUstream stream) {
    return call("cuMemcpyHtoDAsync", d -> DriverMemory.toDeviceAsync(d, to, from, bytes, stream));
  }

  public static int cuMemcpyDtoHAsync(Pointer to, CUdeviceptr from, long bytes, CUstream stream) {
    return call("cuMemcpyDtoHAsync", d -> DriverMemory.toHostAsync(d, to, from, bytes, stream));
  }

  public static int cuMemcpyDtoDAsync(
      CUdeviceptr to, CUdeviceptr from, long bytes, CUstream stream) {
    return call("cuMemcpyDtoDAsync", d -> DriverMemory.withinAsync(d, to, from, bytes, stream));
  }

  public static int cuMemsetD8(CUdeviceptr to, byte value, long count) {
    return call("cuMemsetD8", d -> DriverMemory.fill(d, to, value, 1, count));
  }

  public static int cuMemsetD16(CUdeviceptr to, short value, long count) {
    return call("cuMemsetD16", d -> DriverMemory.fill(d, to, value, 2, count));
  }

  public static int cuMemsetD32(CUdeviceptr to, int value, long count) {
    return call("cuMemsetD32", d -> DriverMemory.fill(d, to, value, 4, count));
  }

  public static int cuMemsetD8Async(CUdeviceptr to, byte value, long count, CUstream stream) {
    return call("cuMemsetD8Async", d -> DriverMemory.fillAsync(d, to, value, 1, count, stream));
  }

  public static int cuMemsetD16Async(CUdeviceptr to, short value, long count, CUstream stream) {
    return call("cuMemsetD16Async", d -> DriverMemory.fillAsync(d, to, value, 2, count, stream));
  }

  public static int cuMemsetD32Async(CUdeviceptr to, int value, long count, CUstream stream) {
    return call("cuMemsetD32Async", d -> DriverMemory.fillAsync(d, to, value, 4, count, stream));
  }

  public static int cuModuleLoadData(CUmodule module, byte[] image) {
    return call("cuModuleLoadData", d -> DriverModules.load(d, module, image));
  }

  public static int cuModuleLoadDataEx(
      CUmodule module, Pointer image, int count, int[] options, Pointer values) {
    return call(
        "cuModuleLoadDataEx", d -> DriverModules.load(d, module, DriverModules.text(image)));
  }

  public static int cuModuleUnload(CUmodule module) {
    return call("cuModuleUnload", d -> DriverModules.unload(d, module));
  }

  public static int cuModuleGetFunction(CUfunction function, CUmodule module, String name) {
    return call("cuModuleGetFunction", d -> DriverModules.function(d, function, module, name));
  }

  public static int cuModuleGetGlobal(
      CUdeviceptr pointer, long[] bytes, CUmodule module, String name) {
    return call("cuModuleGetGlobal", d -> DriverModules.global(d, pointer, bytes, module, name));
  }

  public static int cuFuncGetAttribute(int[] value, int attribute, CUfunction function) {
    return call("cuFuncGetAttribute", d -> DriverModules.attribute(d, value, attribute, function));
  }

  public static int cuFuncSetAttribute(CUfunction function, int attribute, int value) {
    return call(
        "cuFuncSetAttribute", d -> DriverModules.setAttribute(d, function, attribute, value));
  }

  public static int cuOccupancyMaxActiveBlocksPerMultiprocessor(
      int[] count, CUfunction function, int threads, long sharedBytes) {
    return call(
        "cuOccupancyMaxActiveBlocksPerMultiprocessor",
        d -> DriverModules.activeBlocks(d, count, function, threads, sharedBytes));
  }

  public static int cuOccupancyMaxPotentialBlockSize(
      int[] gridSize,
      int[] blockSize,
      CUfunction function,
      CUoccupancyB2DSize sizes,
      long sharedBytes,
      int limit) {
    return call(
        "cuOccupancyMaxPotentialBlockSize",
        d -> DriverModules.potentialBlockSize(d, gridSize, blockSize, function));
  }

  public static int cuLaunchKernel(
      CUfunction function,
      int gridX,
      int gridY,
      int gridZ,
      int blockX,
      int blockY,
      int blockZ,
      int sharedBytes,
      CUstream stream,
      Pointer params,
      Pointer extra) {
    return call(
        "cuLaunchKernel",
        d ->
            DriverModules.launch(
                d,
                function,
                new Launch.Extent(gridX, gridY, gridZ),
                new Launch.Extent(blockX, blockY, blockZ),
                sharedBytes,
                stream,
                params));
  }

  public static int cuStreamCreate(CUstream stream, int flags) {
    return call("cuStreamCreate", d -> DriverStreams.create(d, stream, flags));
  }

  public static int cuStreamCreateWithPriority(CUstream stream, int flags, int priority) {
    return call("cuStreamCreateWithPriority", d -> DriverStreams.create(d, stream, flags));
  }

  public static int cuStreamDestroy(CUstream stream) {
    return call("cuStreamDestroy", d -> DriverStreams.destroy(d, stream));
  }

  public static int cuStreamSynchronize(CUstream stream) {
    return call("cuStreamSynchronize", d -> DriverStreams.synchronize(d, stream));
  }

  public static int cuStreamQuery(CUstream stream) {
    return call("cuStreamQuery", d -> DriverStreams.query(d, stream));
  }

  public static int cuStreamWaitEvent(CUstream stream, CUevent event, int flags) {
    return call("cuStreamWaitEvent", d -> DriverStreams.waitEvent(d, stream, event));
  }

  public static int cuStreamBeginCapture(CUstream stream, int mode) {
    return call("cuStreamBeginCapture", d -> DriverGraphs.beginCapture(d, stream));
  }

  public static int cuStreamEndCapture(CUstream stream, CUgraph graph) {
    return call("cuStreamEndCapture", d -> DriverGraphs.endCapture(d, stream, graph));
  }

  public static int cuStreamIsCapturing(CUstream stream, int[] status) {
    return call("cuStreamIsCapturing", d -> DriverGraphs.isCapturing(d, stream, status));
  }

  public static int cuEventCreate(CUevent event, int flags) {
    return call("cuEventCreate", d -> DriverStreams.createEvent(d, event, flags));
  }

  public static int cuEventDestroy(CUevent event) {
    return call("cuEventDestroy", d -> DriverStreams.destroyEvent(d, event));
  }

  public static int cuEventRecord(CUevent event, CUstream stream) {
    return call("cuEventRecord", d -> DriverStreams.record(d, event, stream));
  }

  public static int cuEventSynchronize(CUevent event) {
    return call("cuEventSynchronize", d -> DriverStreams.synchronizeEvent(d, event));
  }

  public static int cuEventQuery(CUevent event) {
    return call("cuEventQuery", d -> DriverStreams.queryEvent(d, event));
  }

  public static int cuEventElapsedTime(float[] millis, CUevent start, CUevent end) {
    return call("cuEventElapsedTime", d -> DriverStreams.elapsed(d, millis, start, end));
  }

  public static int cuGraphInstantiate(CUgraphExec executable, CUgraph graph, long flags) {
    return call("cuGraphInstantiate", d -> DriverGraphs.instantiate(d, executable, graph));
  }

  public static int cuGraphLaunch(CUgraphExec executable, CUstream stream) {
    return call("cuGraphLaunch", d -> DriverGraphs.launchGraph(d, executable, stream));
  }

  public static int cuGraphDestroy(CUgraph graph) {
    return call("cuGraphDestroy", d -> DriverGraphs.destroyGraph(d, graph));
  }

  public static int cuGraphExecDestroy(CUgraphExec executable) {
    return call("cuGraphExecDestroy", d -> DriverGraphs.destroyExecutable(d, executable));
  }

  public static int cuProfilerStart() {
    return call("cuProfilerStart", d -> DriverCalls.SUCCESS);
  }

  public static int cuProfilerStop() {
    return call("cuProfilerStop", d -> DriverCalls.SUCCESS);
  }
}
