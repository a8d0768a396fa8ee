package fcn4j.cuda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/**
 * What the driver says of one GPU.
 *
 * @param ordinal its number, as {@link Gpu#open} takes it
 * @param name as in {@code NVIDIA A100-SXM4-80GB}
 * @param computeMajor compute capability before the dot
 * @param computeMinor compute capability behind the dot
 * @param memoryBytes device memory in all
 * @param multiprocessors how many there are
 * @param sharedBytesPerBlock the most shared memory a block can ask for
 * @param cudaVersion the newest CUDA version the driver supports, as in 12040 for 12.4
 */
public record GpuInfo(
    int ordinal,
    String name,
    int computeMajor,
    int computeMinor,
    long memoryBytes,
    int multiprocessors,
    int sharedBytesPerBlock,
    int cudaVersion) {

  /** Compute capability as one number, as in 80 for 8.0. */
  public int computeCapability() {
    return computeMajor * 10 + computeMinor;
  }

  /** A version number of CUDA as people write it, as in {@code 12.4}. */
  public static String readableVersion(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  /**
   * All GPUs, once the driver is initialised.
   *
   * @throws CudaException if a query fails
   */
  static List<GpuInfo> all(CudaStatus status) {
    int[] count = new int[1];
    status.driver(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
    List<GpuInfo> all = new ArrayList<>();
    for (int i = 0; i < count[0]; i++) {
      all.add(read(status, i, device(status, i)));
    }
    return all;
  }

  static CUdevice device(CudaStatus status, int ordinal) {
    CUdevice device = new CUdevice();
    status.driver(JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet", "ordinal", ordinal);
    return device;
  }

  static GpuInfo read(CudaStatus status, int ordinal, CUdevice device) {
    byte[] name = new byte[256];
    status.driver(
        JCudaDriver.cuDeviceGetName(name, name.length, device), "cuDeviceGetName", "of", ordinal);
    long[] bytes = new long[1];
    status.driver(JCudaDriver.cuDeviceTotalMem(bytes, device), "cuDeviceTotalMem", "of", ordinal);
    int[] version = new int[1];
    status.driver(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
    return new GpuInfo(
        ordinal,
        text(name),
        attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        bytes[0],
        attribute(status, device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(
            status,
            device,
            CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
        version[0]);
  }

  private static int attribute(CudaStatus status, CUdevice device, int attribute) {
    int[] value = new int[1];
    status.driver(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "cuDeviceGetAttribute",
        "attribute",
        attribute);
    return value[0];
  }

  private static String text(byte[] zeroEnded) {
    int end = 0;
    while (end < zeroEnded.length && zeroEnded[end] != 0) {
      end++;
    }
    return new String(zeroEnded, 0, end, StandardCharsets.UTF_8);
  }
}
