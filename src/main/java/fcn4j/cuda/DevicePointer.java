package fcn4j.cuda;

import jcuda.driver.CUdeviceptr;

/**
 * A device address as JCuda wants it.
 *
 * <p>JCuda keeps the constructor from a number to its subclasses, hence this one subclass.
 */
public final class DevicePointer extends CUdeviceptr {
  private static final CUdeviceptr ZERO = new CUdeviceptr();

  /** Makes a pointer that a call is to fill in. */
  DevicePointer() {}

  /**
   * Wraps a device address; zero is the null pointer.
   *
   * @param address an address from a {@link DeviceArena}
   */
  public DevicePointer(long address) {
    super(ZERO, address);
  }

  /** The address as a number. */
  public long address() {
    return getNativePointer() + getByteOffset();
  }
}
