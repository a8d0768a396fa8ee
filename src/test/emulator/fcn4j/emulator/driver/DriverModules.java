package fcn4j.emulator.driver;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.DeviceFunction;
import fcn4j.emulator.device.KernelArguments;
import fcn4j.emulator.device.LoadedModule;
import fcn4j.emulator.device.Pointers;
import fcn4j.emulator.device.StreamQueue;
import fcn4j.emulator.exec.CompiledKernel;
import fcn4j.emulator.exec.Launch;
import fcn4j.emulator.memory.Allocation;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;

/** Modules, functions and launches. */
public final class DriverModules {
  private static final int MAX_SHARED_ATTRIBUTE = 8;
  private static final int REGISTERS_A_THREAD = 32;

  private DriverModules() {}

  public static int load(EmulatedDevice device, CUmodule module, byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    String ptx = new String(text, 0, end, StandardCharsets.UTF_8);
    LoadedModule loaded = LoadedModule.load(device.rewritten(ptx), device.memory());
    if (loaded == null) {
      return DriverCalls.OUT_OF_MEMORY;
    }
    Pointers.set(module, device.handles().add("module", loaded));
    return DriverCalls.SUCCESS;
  }

  /** The bytes of a text up to its terminating zero. */
  public static byte[] text(Pointer image) {
    if (!Pointers.hasBuffer(image)) {
      return Pointers.raw(Pointers.address(image), Integer.MAX_VALUE)
          .getString(0)
          .getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (long at = 0; ; at++) {
      byte next =
          Pointers.host(image, at + 1, "the PTX text, which must end with a zero byte")
              .get(ValueLayout.JAVA_BYTE, at);
      if (next == 0) {
        return text.toByteArray();
      }
      text.write(next);
    }
  }

  public static int unload(EmulatedDevice device, CUmodule module) {
    LoadedModule loaded = device.handles().remove(Pointers.address(module), LoadedModule.class);
    if (loaded == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    device.drainAll();
    loaded.unload(device.memory(), device.functions());
    return DriverCalls.SUCCESS;
  }

  public static int function(
      EmulatedDevice device, CUfunction function, CUmodule module, String name) {
    LoadedModule loaded = device.handles().find(Pointers.address(module), LoadedModule.class);
    if (loaded == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    CompiledKernel kernel = loaded.kernel(name);
    if (kernel == null) {
      return DriverCalls.NOT_FOUND;
    }
    Pointers.set(function, loaded.functionHandle(device.functions(), name, kernel));
    return DriverCalls.SUCCESS;
  }

  public static int global(
      EmulatedDevice device, CUdeviceptr pointer, long[] bytes, CUmodule module, String name) {
    LoadedModule loaded = device.handles().find(Pointers.address(module), LoadedModule.class);
    if (loaded == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    Allocation variable = loaded.variable(name);
    if (variable == null) {
      return DriverCalls.NOT_FOUND;
    }
    Pointers.set(pointer, variable.address());
    if (bytes != null) {
      bytes[0] = variable.bytes();
    }
    return DriverCalls.SUCCESS;
  }

  static DeviceFunction find(EmulatedDevice device, CUfunction function) {
    return device.functions().find(Pointers.address(function), DeviceFunction.class);
  }

  public static int attribute(
      EmulatedDevice device, int[] value, int attribute, CUfunction handle) {
    DeviceFunction function = find(device, handle);
    if (function == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    value[0] =
        switch (attribute) {
          case 0 -> function.kernel().source().maxThreads();
          case 1 -> function.kernel().staticSharedBytes();
          case 3 -> function.kernel().localBytes();
          case 4 -> REGISTERS_A_THREAD;
          case 5, 6 -> 75;
          case MAX_SHARED_ATTRIBUTE -> function.maxDynamicSharedBytes();
          default -> 0;
        };
    return DriverCalls.SUCCESS;
  }

  public static int setAttribute(
      EmulatedDevice device, CUfunction handle, int attribute, int value) {
    DeviceFunction function = find(device, handle);
    if (function == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (attribute == MAX_SHARED_ATTRIBUTE) {
      int total = value + function.kernel().staticSharedBytes();
      if (value < 0 || total > DriverDevice.SHARED_BYTES_OPT_IN) {
        return DriverCalls.INVALID_VALUE;
      }
      function.setMaxDynamicSharedBytes(value);
    }
    return DriverCalls.SUCCESS;
  }

  public static int launch(
      EmulatedDevice device,
      CUfunction handle,
      Launch.Extent grid,
      Launch.Extent block,
      int sharedBytes,
      CUstream stream,
      Pointer params) {
    DeviceFunction function = find(device, handle);
    StreamQueue queue = DriverStreams.queue(device, stream);
    if (function == null || queue == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (!fits(function, grid, block, sharedBytes)) {
      return DriverCalls.INVALID_VALUE;
    }
    byte[] arguments = KernelArguments.read(function.kernel().source(), params);
    Launch launch =
        new Launch(
            function.kernel(),
            grid,
            block,
            sharedBytes,
            arguments,
            function.symbols(),
            device.memory());
    queue.submit(() -> device.execute(launch));
    return DriverCalls.SUCCESS;
  }

  private static boolean fits(
      DeviceFunction function, Launch.Extent grid, Launch.Extent block, int sharedBytes) {
    boolean positive =
        grid.x() > 0
            && grid.y() > 0
            && grid.z() > 0
            && block.x() > 0
            && block.y() > 0
            && block.z() > 0;
    return positive
        && grid.y() <= 65535
        && grid.z() <= 65535
        && block.z() <= 64
        && block.count() <= function.kernel().source().maxThreads()
        && sharedBytes >= 0
        && sharedBytes + function.kernel().staticSharedBytes()
            <= Math.max(DriverDevice.SHARED_BYTES, function.maxDynamicSharedBytes());
  }

  public static int activeBlocks(
      EmulatedDevice device, int[] count, CUfunction handle, int threads, long sharedBytes) {
    DeviceFunction function = find(device, handle);
    if (function == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    if (threads <= 0) {
      return DriverCalls.INVALID_VALUE;
    }
    long shared = Math.max(1, sharedBytes + function.kernel().staticSharedBytes());
    long byShared = DriverDevice.SHARED_BYTES_OPT_IN / shared;
    int byThreads = 2048 / Math.max(threads, 32);
    count[0] = (int) Math.min(Math.min(byShared, byThreads), 32);
    return DriverCalls.SUCCESS;
  }

  public static int potentialBlockSize(
      EmulatedDevice device, int[] gridSize, int[] blockSize, CUfunction handle) {
    DeviceFunction function = find(device, handle);
    if (function == null) {
      return DriverCalls.INVALID_HANDLE;
    }
    blockSize[0] = function.kernel().source().maxThreads();
    gridSize[0] = 4;
    return DriverCalls.SUCCESS;
  }
}
