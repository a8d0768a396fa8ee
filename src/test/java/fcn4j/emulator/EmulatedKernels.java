package fcn4j.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * One loaded PTX text on a fresh device, through the driver functions that an engine would call.
 */
final class EmulatedKernels {
  private final CUmodule module = new CUmodule();

  private EmulatedKernels(String ptx) {
    check(JCudaDriver.cuInit(0));
    CUdevice device = new CUdevice();
    check(JCudaDriver.cuDeviceGet(device, 0));
    CUcontext context = new CUcontext();
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
    check(JCudaDriver.cuCtxSetCurrent(context));
    check(JCudaDriver.cuModuleLoadData(module, (ptx + "\0").getBytes(StandardCharsets.UTF_8)));
  }

  /** Loads a text on a new standard device. */
  static EmulatedKernels of(String ptx) {
    return of(ptx, EmulatorOptions.standard());
  }

  static EmulatedKernels of(String ptx, EmulatorOptions options) {
    EmulatedDevice.reset(options);
    return new EmulatedKernels(ptx);
  }

  /** The text of a resource beside this class's folder. */
  static String resource(String name) {
    try (InputStream in = EmulatedKernels.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException(CUresult.stringFor(result));
    }
  }

  /** Device memory of that size with nothing written. */
  CUdeviceptr room(long bytes) {
    CUdeviceptr pointer = new CUdeviceptr();
    check(JCudaDriver.cuMemAlloc(pointer, bytes));
    return pointer;
  }

  CUdeviceptr put(float... values) {
    CUdeviceptr pointer = room((long) values.length * Float.BYTES);
    check(
        JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Float.BYTES));
    return pointer;
  }

  CUdeviceptr put(int... values) {
    CUdeviceptr pointer = room((long) values.length * Integer.BYTES);
    check(
        JCudaDriver.cuMemcpyHtoD(
            pointer, Pointer.to(values), (long) values.length * Integer.BYTES));
    return pointer;
  }

  CUdeviceptr put(long... values) {
    CUdeviceptr pointer = room((long) values.length * Long.BYTES);
    check(JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), (long) values.length * Long.BYTES));
    return pointer;
  }

  CUdeviceptr put(byte... values) {
    CUdeviceptr pointer = room(values.length);
    check(JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(values), values.length));
    return pointer;
  }

  float[] floats(CUdeviceptr pointer, int count) {
    float[] values = new float[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Float.BYTES));
    return values;
  }

  int[] ints(CUdeviceptr pointer, int count) {
    int[] values = new int[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Integer.BYTES));
    return values;
  }

  long[] longs(CUdeviceptr pointer, int count) {
    long[] values = new long[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, (long) count * Long.BYTES));
    return values;
  }

  byte[] bytes(CUdeviceptr pointer, int count) {
    byte[] values = new byte[count];
    check(JCudaDriver.cuMemcpyDtoH(Pointer.to(values), pointer, count));
    return values;
  }

  CUfunction function(String name) {
    CUfunction function = new CUfunction();
    check(JCudaDriver.cuModuleGetFunction(function, module, name));
    return function;
  }

  /** Launches on the default stream; arguments are CUdeviceptr, Integer, Long, Float or Double. */
  int tryLaunch(String kernel, int[] grid, int[] block, int sharedBytes, Object... arguments) {
    List<Pointer> pointers = new ArrayList<>();
    for (Object argument : arguments) {
      pointers.add(pointer(argument));
    }
    return JCudaDriver.cuLaunchKernel(
        function(kernel),
        grid[0],
        grid.length > 1 ? grid[1] : 1,
        grid.length > 2 ? grid[2] : 1,
        block[0],
        block.length > 1 ? block[1] : 1,
        block.length > 2 ? block[2] : 1,
        sharedBytes,
        null,
        Pointer.to(pointers.toArray(Pointer[]::new)),
        null);
  }

  private static Pointer pointer(Object argument) {
    return switch (argument) {
      case CUdeviceptr p -> Pointer.to(p);
      case Integer i -> Pointer.to(new int[] {i});
      case Long l -> Pointer.to(new long[] {l});
      case Float f -> Pointer.to(new float[] {f});
      case Double d -> Pointer.to(new double[] {d});
      default -> throw new IllegalArgumentException("cannot pass " + argument);
    };
  }

  void launch(String kernel, int[] grid, int[] block, int sharedBytes, Object... arguments) {
    check(tryLaunch(kernel, grid, block, sharedBytes, arguments));
  }

  void launch(String kernel, int grid, int block, Object... arguments) {
    launch(kernel, new int[] {grid}, new int[] {block}, 0, arguments);
  }

  static int[] dims(int... extents) {
    return extents;
  }
}
