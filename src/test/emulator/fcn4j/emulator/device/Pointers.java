package fcn4j.emulator.device;

import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.FaultKind;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.Buffer;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

/** Reads and writes what JCuda's pointer objects hold. */
public final class Pointers {
  private static final VarHandle ADDRESS =
      field(NativePointerObject.class, "nativePointer", long.class);
  private static final VarHandle OFFSET = field(Pointer.class, "byteOffset", long.class);
  private static final VarHandle BUFFER = field(Pointer.class, "buffer", Buffer.class);
  private static final VarHandle NESTED =
      field(Pointer.class, "pointers", NativePointerObject[].class);

  private Pointers() {}

  private static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("JCuda's " + owner + " has no field " + name, e);
    }
  }

  /** The native value of a handle or pointer with its offset; 0 for null. */
  public static long address(@Nullable NativePointerObject object) {
    if (object == null) {
      return 0;
    }
    long offset = object instanceof Pointer pointer ? (long) OFFSET.get(pointer) : 0;
    return (long) ADDRESS.get(object) + offset;
  }

  /** Sets the native value of a handle or pointer. */
  public static void set(NativePointerObject object, long value) {
    ADDRESS.set(object, value);
    if (object instanceof Pointer pointer) {
      OFFSET.set(pointer, 0L);
      BUFFER.set(pointer, (Buffer) null);
      NESTED.set(pointer, (NativePointerObject[]) null);
    }
  }

  /** Whether the pointer leads to a Java array, which moves once the call has returned. */
  public static boolean isJavaArray(Pointer pointer) {
    Buffer buffer = (Buffer) BUFFER.get(pointer);
    return buffer != null && !buffer.isDirect();
  }

  /** The objects of {@code Pointer.to(object...)}, or null for other pointers. */
  public static NativePointerObject @Nullable [] nested(Pointer pointer) {
    return (NativePointerObject[]) NESTED.get(pointer);
  }

  /** Whether the pointer leads to host memory by a Java buffer or array. */
  public static boolean hasBuffer(Pointer pointer) {
    return BUFFER.get(pointer) != null;
  }

  /**
   * Host memory of a pointer.
   *
   * @throws EmulatorFault where it is null or shorter than that
   */
  public static MemorySegment host(@Nullable Pointer pointer, long bytes, String what) {
    if (pointer == null) {
      throw wrong(what + ": the host pointer is null");
    }
    NativePointerObject[] nested = nested(pointer);
    if (nested != null) {
      return addresses(nested, bytes, what);
    }
    Buffer buffer = (Buffer) BUFFER.get(pointer);
    if (buffer == null) {
      long address = address(pointer);
      if (address == 0) {
        throw wrong(what + ": the host pointer is null");
      }
      return raw(address, bytes);
    }
    MemorySegment whole = MemorySegment.ofBuffer(buffer.duplicate().clear());
    long offset = (long) OFFSET.get(pointer);
    if (offset < 0 || offset + bytes > whole.byteSize()) {
      throw wrong(
          what
              + ": the host memory has "
              + (whole.byteSize() - offset)
              + " bytes, needed "
              + bytes);
    }
    return whole.asSlice(offset, bytes);
  }

  private static MemorySegment addresses(NativePointerObject[] nested, long bytes, String what) {
    long[] values = new long[nested.length];
    for (int i = 0; i < nested.length; i++) {
      values[i] = address(nested[i]);
    }
    MemorySegment segment = MemorySegment.ofArray(values);
    if (bytes > segment.byteSize()) {
      throw wrong(what + ": " + nested.length + " pointers are not " + bytes + " bytes");
    }
    return segment.asSlice(0, bytes);
  }

  /** Native memory by its address. */
  @SuppressWarnings("restricted")
  public static MemorySegment raw(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  private static EmulatorFault wrong(String report) {
    return new EmulatorFault(FaultKind.WRONG_HOST_MEMORY, report);
  }
}
