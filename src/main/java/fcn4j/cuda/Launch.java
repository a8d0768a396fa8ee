package fcn4j.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.BitSet;
import jcuda.driver.JCudaDriver;

/**
 * A kernel with a prepared block of parameters; setting one writes a few bytes, launching costs one
 * native call.
 *
 * <p>Parameters are numbered from zero in the order of the kernel's declaration, and each setter
 * checks kind and size against it. The driver copies the block at each launch, so parameters may be
 * changed right after. The block is host memory that lives as long as this object; there is nothing
 * to close.
 *
 * <pre>{@code
 * Launch launch = gpu.kernel("relu", "relu_forward").prepare().int64(2, count);
 * launch.pointer(0, in).pointer(1, out).launch(stream, Grid.linear(count, 256));
 * }</pre>
 */
public final class Launch {
  private final Kernel kernel;
  private final PtxEntry.Parameter[] parameters;
  private final long[] offsets;
  private final MemorySegment block;
  private final MemorySegment table;
  private final HostPointer tablePointer;
  private final BitSet missing;

  Launch(Kernel kernel) {
    this.kernel = kernel;
    PtxEntry entry = kernel.entry();
    this.parameters = entry.parameters().toArray(PtxEntry.Parameter[]::new);
    this.offsets = new long[parameters.length];
    Arena arena = Arena.ofAuto();
    this.block = arena.allocate(Math.max(1, entry.blockBytes()), 16);
    this.table = arena.allocate(ValueLayout.ADDRESS, Math.max(1, parameters.length));
    this.tablePointer = new HostPointer(table);
    this.missing = new BitSet(parameters.length);
    missing.set(0, parameters.length);
    long end = 0;
    for (int i = 0; i < parameters.length; i++) {
      offsets[i] = parameters[i].alignedFrom(end);
      end = offsets[i] + parameters[i].bytes();
      table.setAtIndex(ValueLayout.ADDRESS, i, block.asSlice(offsets[i]));
    }
  }

  /**
   * Sets a device address; zero is the null pointer.
   *
   * @throws IllegalArgumentException if the kernel declares something else there
   */
  public Launch pointer(int index, long address) {
    PtxEntry.Parameter parameter = parameter(index);
    if (!parameter.isInteger(Long.BYTES)) {
      throw mismatch(index, "a pointer");
    }
    return set64(index, address);
  }

  /**
   * Sets a 64-bit integer.
   *
   * @throws IllegalArgumentException if the kernel declares something else there
   */
  public Launch int64(int index, long value) {
    PtxEntry.Parameter parameter = parameter(index);
    if (!parameter.isInteger(Long.BYTES) || parameter.pointer()) {
      throw mismatch(index, "a 64-bit integer");
    }
    return set64(index, value);
  }

  /**
   * Sets a 32-bit integer.
   *
   * @throws IllegalArgumentException if the kernel declares something else there
   */
  public Launch int32(int index, int value) {
    if (!parameter(index).isInteger(Integer.BYTES)) {
      throw mismatch(index, "a 32-bit integer");
    }
    block.set(ValueLayout.JAVA_INT, offsets[index], value);
    missing.clear(index);
    return this;
  }

  /**
   * Sets an 8-bit integer, as labels and flags are.
   *
   * @throws IllegalArgumentException if the kernel declares something else there
   */
  public Launch int8(int index, byte value) {
    if (!parameter(index).isInteger(Byte.BYTES)) {
      throw mismatch(index, "an 8-bit integer");
    }
    block.set(ValueLayout.JAVA_BYTE, offsets[index], value);
    missing.clear(index);
    return this;
  }

  /**
   * Sets a 32-bit floating-point number.
   *
   * @throws IllegalArgumentException if the kernel declares something else there
   */
  public Launch float32(int index, float value) {
    if (!parameter(index).isFloat(Float.BYTES)) {
      throw mismatch(index, "a 32-bit float");
    }
    block.set(ValueLayout.JAVA_FLOAT, offsets[index], value);
    missing.clear(index);
    return this;
  }

  /**
   * Sets a 64-bit floating-point number.
   *
   * @throws IllegalArgumentException if the kernel declares something else there
   */
  public Launch float64(int index, double value) {
    if (!parameter(index).isFloat(Double.BYTES)) {
      throw mismatch(index, "a 64-bit float");
    }
    block.set(ValueLayout.JAVA_DOUBLE, offsets[index], value);
    missing.clear(index);
    return this;
  }

  /**
   * Enqueues the kernel with the parameters as they are now.
   *
   * @throws IllegalStateException if a parameter was never set
   * @throws CudaException if the driver refuses, or after a sticky fault
   */
  public void launch(Stream stream, Grid grid) {
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "%s: parameter %d of %d was never set"
              .formatted(kernel, missing.nextSetBit(0), parameters.length));
    }
    int result =
        JCudaDriver.cuLaunchKernel(
            kernel.function(),
            grid.x(),
            grid.y(),
            grid.z(),
            grid.blockX(),
            grid.blockY(),
            grid.blockZ(),
            grid.sharedBytes(),
            stream.handle(),
            tablePointer,
            null);
    Reference.reachabilityFence(this); // the block may not be freed while the driver reads it
    kernel.status().driver(result, "cuLaunchKernel", "kernel", kernel, "grid", grid);
  }

  private Launch set64(int index, long value) {
    block.set(ValueLayout.JAVA_LONG, offsets[index], value);
    missing.clear(index);
    return this;
  }

  private PtxEntry.Parameter parameter(int index) {
    if (index < 0 || index >= parameters.length) {
      throw new IllegalArgumentException(
          "%s has %d parameters; there is no number %d"
              .formatted(kernel, parameters.length, index));
    }
    return parameters[index];
  }

  private IllegalArgumentException mismatch(int index, String given) {
    return new IllegalArgumentException(
        "%s: parameter %d is declared %s, not %s"
            .formatted(kernel, index, parameters[index], given));
  }
}
