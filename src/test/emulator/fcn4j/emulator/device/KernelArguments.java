package fcn4j.emulator.device;

import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.FaultKind;
import fcn4j.emulator.ptx.PtxKernel;
import fcn4j.emulator.ptx.PtxParam;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of a launch into a parameter block, as the PTX declares it. */
public final class KernelArguments {
  private KernelArguments() {}

  /**
   * Copies the arguments.
   *
   * @param params {@code Pointer.to(Pointer...)} or the address of a native {@code void**}
   * @throws EmulatorFault where there are too few, too many or too short arguments
   */
  public static byte[] read(PtxKernel kernel, @Nullable Pointer params) {
    byte[] block = new byte[(kernel.paramBytes() + 7) & ~7];
    if (kernel.params().isEmpty()) {
      return block;
    }
    if (params == null) {
      throw wrong(kernel, "no arguments for " + kernel.params().size() + " parameters");
    }
    NativePointerObject[] nested = Pointers.nested(params);
    if (nested != null && nested.length != kernel.params().size()) {
      throw wrong(
          kernel, nested.length + " arguments for " + kernel.params().size() + " parameters");
    }
    int index = 0;
    for (PtxParam param : kernel.params()) {
      String what = "kernel " + kernel.name() + ", argument " + index;
      MemorySegment from =
          nested == null
              ? fromTable(kernel, params, index, param)
              : Pointers.host((Pointer) nested[index], param.bytes(), what);
      MemorySegment.copy(from, 0, MemorySegment.ofArray(block), param.offset(), param.bytes());
      index++;
    }
    return block;
  }

  private static MemorySegment fromTable(
      PtxKernel kernel, Pointer table, int index, PtxParam param) {
    long bytes = (long) kernel.params().size() * Long.BYTES;
    MemorySegment addresses = Pointers.host(table, bytes, "the arguments of " + kernel.name());
    long address = addresses.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) index * Long.BYTES);
    if (address == 0) {
      throw wrong(kernel, "argument " + index + " is a null pointer");
    }
    return Pointers.raw(address, param.bytes());
  }

  private static EmulatorFault wrong(PtxKernel kernel, String detail) {
    return new EmulatorFault(
        FaultKind.WRONG_HOST_MEMORY, "kernel " + kernel.name() + ": " + detail);
  }
}
