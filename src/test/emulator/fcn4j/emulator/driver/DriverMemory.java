package fcn4j.emulator.driver;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Handles;
import fcn4j.emulator.device.Pointers;
import fcn4j.emulator.device.StreamQueue;
import fcn4j.emulator.memory.Allocation;
import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.FaultKind;
import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/** Device and pinned memory, copies and fills. */
public final class DriverMemory {
  private DriverMemory() {}

  public static int allocate(EmulatedDevice device, CUdeviceptr pointer, long bytes) {
    if (bytes <= 0) {
      return DriverCalls.INVALID_VALUE;
    }
    Allocation allocation = device.memory().allocate("made at " + Handles.maker(), bytes, false);
    if (allocation == null) {
      return DriverCalls.OUT_OF_MEMORY;
    }
    Pointers.set(pointer, allocation.address());
    return DriverCalls.SUCCESS;
  }

  /** Waits for the device first, as drivers do; freeing the null pointer is no error. */
  public static int free(EmulatedDevice device, CUdeviceptr pointer) {
    device.drainAll();
    long address = Pointers.address(pointer);
    return address == 0 || device.memory().free(address)
        ? DriverCalls.SUCCESS
        : DriverCalls.INVALID_VALUE;
  }

  public static int allocateHost(EmulatedDevice device, Pointer pointer, long bytes) {
    if (bytes <= 0) {
      return DriverCalls.INVALID_VALUE;
    }
    Pointers.set(pointer, device.pinned().allocate(bytes));
    return DriverCalls.SUCCESS;
  }

  public static int freeHost(EmulatedDevice device, Pointer pointer) {
    device.drainAll();
    return device.pinned().free(Pointers.address(pointer))
        ? DriverCalls.SUCCESS
        : DriverCalls.INVALID_VALUE;
  }

  public static int toDevice(EmulatedDevice device, CUdeviceptr to, Pointer from, long bytes) {
    device.drainBlocking();
    MemorySegment host = Pointers.host(from, bytes, "cuMemcpyHtoD");
    device.transfers().write(Pointers.address(to), host, bytes, "cuMemcpyHtoD");
    return DriverCalls.SUCCESS;
  }

  public static int toHost(EmulatedDevice device, Pointer to, CUdeviceptr from, long bytes) {
    device.drainBlocking();
    MemorySegment host = Pointers.host(to, bytes, "cuMemcpyDtoH");
    device.transfers().read(Pointers.address(from), host, bytes, "cuMemcpyDtoH");
    return DriverCalls.SUCCESS;
  }

  public static int within(EmulatedDevice device, CUdeviceptr to, CUdeviceptr from, long bytes) {
    device.drainBlocking();
    device.transfers().copy(Pointers.address(to), Pointers.address(from), bytes, "cuMemcpyDtoD");
    return DriverCalls.SUCCESS;
  }

  public static int toDeviceAsync(
      EmulatedDevice device, CUdeviceptr to, Pointer from, long bytes, CUstream stream) {
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    MemorySegment host = lasting(device, from, bytes, "cuMemcpyHtoDAsync");
    long address = Pointers.address(to);
    device.transfers().check(address, bytes, "cuMemcpyHtoDAsync");
    queue.submit(() -> device.transfers().write(address, host, bytes, "cuMemcpyHtoDAsync"));
    return DriverCalls.SUCCESS;
  }

  public static int toHostAsync(
      EmulatedDevice device, Pointer to, CUdeviceptr from, long bytes, CUstream stream) {
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    MemorySegment host = lasting(device, to, bytes, "cuMemcpyDtoHAsync");
    long address = Pointers.address(from);
    device.transfers().check(address, bytes, "cuMemcpyDtoHAsync");
    queue.submit(() -> device.transfers().read(address, host, bytes, "cuMemcpyDtoHAsync"));
    return DriverCalls.SUCCESS;
  }

  /** Host memory that is still there when the copy runs: pinned memory only. */
  private static MemorySegment lasting(
      EmulatedDevice device, Pointer pointer, long bytes, String what) {
    if (pointer == null || Pointers.hasBuffer(pointer) || Pointers.nested(pointer) != null) {
      throw new EmulatorFault(
          FaultKind.WRONG_HOST_MEMORY, what + " needs pinned memory, not a Java array or buffer");
    }
    long address = Pointers.address(pointer);
    if (!device.pinned().contains(address, bytes)) {
      throw new EmulatorFault(
          FaultKind.WRONG_HOST_MEMORY,
          what + ": " + bytes + " bytes at 0x" + Long.toHexString(address) + " are not pinned");
    }
    return Pointers.raw(address, bytes);
  }

  public static int withinAsync(
      EmulatedDevice device, CUdeviceptr to, CUdeviceptr from, long bytes, CUstream stream) {
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    long target = Pointers.address(to);
    long source = Pointers.address(from);
    device.transfers().check(target, bytes, "cuMemcpyDtoDAsync");
    device.transfers().check(source, bytes, "cuMemcpyDtoDAsync");
    queue.submit(() -> device.transfers().copy(target, source, bytes, "cuMemcpyDtoDAsync"));
    return DriverCalls.SUCCESS;
  }

  public static int fill(
      EmulatedDevice device, CUdeviceptr to, int pattern, int patternBytes, long count) {
    device.drainBlocking();
    return aligned(to, patternBytes)
        ? fillNow(device, Pointers.address(to), pattern, patternBytes, count)
        : DriverCalls.INVALID_VALUE;
  }

  private static int fillNow(
      EmulatedDevice device, long address, int pattern, int patternBytes, long count) {
    device.transfers().fill(address, pattern, patternBytes, count, "cuMemset");
    return DriverCalls.SUCCESS;
  }

  private static boolean aligned(CUdeviceptr to, int patternBytes) {
    return Pointers.address(to) % patternBytes == 0;
  }

  public static int fillAsync(
      EmulatedDevice device,
      CUdeviceptr to,
      int pattern,
      int patternBytes,
      long count,
      CUstream stream) {
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (!aligned(to, patternBytes)) {
      return DriverCalls.INVALID_VALUE;
    }
    long address = Pointers.address(to);
    device.transfers().check(address, count * patternBytes, "cuMemsetAsync");
    queue.submit(() -> fillNow(device, address, pattern, patternBytes, count));
    return DriverCalls.SUCCESS;
  }
}
