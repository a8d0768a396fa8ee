package fcn4j.cuda;

import java.lang.foreign.MemorySegment;
import jcuda.Pointer;

/**
 * The address of off-heap host memory as JCuda wants it.
 *
 * <p>JCuda keeps the constructor from a number to its subclasses, hence this one subclass.
 */
final class HostPointer extends Pointer {
  /** Makes a pointer that a call is to fill in. */
  HostPointer() {}

  /**
   * Points at native memory; the segment must stay alive while the pointer is used.
   *
   * @throws IllegalArgumentException if the segment lies on the Java heap
   */
  HostPointer(MemorySegment segment) {
    super(nativeAddress(segment));
  }

  /** The address as a number. */
  long address() {
    return getNativePointer() + getByteOffset();
  }

  private static long nativeAddress(MemorySegment segment) {
    if (!segment.isNative()) {
      throw new IllegalArgumentException("CUDA needs off-heap memory, not a Java array");
    }
    return segment.address();
  }
}
