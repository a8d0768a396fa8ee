package fcn4j.emulator.driver;

import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.device.Pointers;
import fcn4j.emulator.memory.DeviceMemory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUuuid;

/** The device and its primary context. */
public final class DriverDevice {
  public static final int MAX_THREADS = 1024;
  public static final int SHARED_BYTES = 48 << 10;
  public static final int SHARED_BYTES_OPT_IN = 163 << 10;

  private static final int DRIVER_VERSION = 13000;
  private static final long CONTEXT = 0x6000_0000_0000L;
  private static final int CONTEXT_IS_OTHER = 201;
  private static final int INVALID_DEVICE = 101;

  private static final Map<Integer, Integer> ATTRIBUTES =
      Map.ofEntries(
          Map.entry(1, MAX_THREADS),
          Map.entry(2, MAX_THREADS),
          Map.entry(3, MAX_THREADS),
          Map.entry(4, 64),
          Map.entry(5, Integer.MAX_VALUE),
          Map.entry(6, 65535),
          Map.entry(7, 65535),
          Map.entry(8, SHARED_BYTES),
          Map.entry(9, 64 << 10),
          Map.entry(10, 32),
          Map.entry(12, 65536),
          Map.entry(13, 1_410_000),
          Map.entry(16, 2),
          Map.entry(36, 1_215_000),
          Map.entry(37, 5120),
          Map.entry(38, 40 << 20),
          Map.entry(39, 2048),
          Map.entry(41, 1),
          Map.entry(75, 8),
          Map.entry(76, 0),
          Map.entry(81, 164 << 10),
          Map.entry(97, SHARED_BYTES_OPT_IN));

  private DriverDevice() {}

  public static int get(CUdevice device, int ordinal) {
    if (ordinal != 0) {
      return INVALID_DEVICE;
    }
    Pointers.set(device, 0);
    return DriverCalls.SUCCESS;
  }

  public static int count(int[] count) {
    count[0] = 1;
    return DriverCalls.SUCCESS;
  }

  public static int name(byte[] name, int length) {
    byte[] text = "Emulated CUDA device\0".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, name, 0, Math.min(Math.min(length, name.length), text.length));
    return DriverCalls.SUCCESS;
  }

  public static int uuid(CUuuid uuid) {
    uuid.bytes = "emulated-device.".getBytes(StandardCharsets.UTF_8);
    return DriverCalls.SUCCESS;
  }

  public static int totalMemory(EmulatedDevice device, long[] bytes) {
    bytes[0] = device.memory().capacityBytes();
    return DriverCalls.SUCCESS;
  }

  public static int freeMemory(EmulatedDevice device, long[] free, long[] total) {
    DeviceMemory memory = device.memory();
    total[0] = memory.capacityBytes();
    free[0] = Math.max(0, memory.capacityBytes() - memory.usedBytes());
    return DriverCalls.SUCCESS;
  }

  public static int attribute(int[] value, int attribute) {
    Integer known = ATTRIBUTES.get(attribute);
    value[0] = known == null ? 0 : known;
    return DriverCalls.SUCCESS;
  }

  public static int computeCapability(int[] major, int[] minor) {
    attribute(major, 75);
    return attribute(minor, 76);
  }

  public static int driverVersion(int[] version) {
    version[0] = DRIVER_VERSION;
    return DriverCalls.SUCCESS;
  }

  public static int retain(EmulatedDevice device, CUcontext context) {
    device.retainContext();
    Pointers.set(context, CONTEXT);
    return DriverCalls.SUCCESS;
  }

  public static int release(EmulatedDevice device) {
    if (device.contextReferences() == 0) {
      return DriverCalls.INVALID_CONTEXT;
    }
    device.releaseContext();
    return DriverCalls.SUCCESS;
  }

  public static int setCurrent(EmulatedDevice device, CUcontext context) {
    boolean known = context == null || Pointers.address(context) == 0;
    boolean retained = device.contextReferences() > 0 && Pointers.address(context) == CONTEXT;
    return known || retained ? DriverCalls.SUCCESS : CONTEXT_IS_OTHER;
  }

  public static int getCurrent(EmulatedDevice device, CUcontext context) {
    Pointers.set(context, device.contextReferences() > 0 ? CONTEXT : 0);
    return DriverCalls.SUCCESS;
  }

  public static int synchronizeContext(EmulatedDevice device) {
    device.drainAll();
    return DriverCalls.SUCCESS;
  }
}
