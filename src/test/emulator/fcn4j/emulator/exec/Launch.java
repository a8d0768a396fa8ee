package fcn4j.emulator.exec;

import fcn4j.emulator.memory.DeviceMemory;

/**
 * A launch of a kernel: everything but the stream.
 *
 * @param params the parameter block, laid out as the PTX says
 * @param symbols addresses of the module's variables by name
 */
public record Launch(
    CompiledKernel kernel,
    Extent grid,
    Extent block,
    int dynamicSharedBytes,
    byte[] params,
    Symbols symbols,
    DeviceMemory memory) {

  /** Three extents. */
  public record Extent(int x, int y, int z) {
    public long count() {
      return (long) x * y * z;
    }

    @Override
    public String toString() {
      return "(" + x + "," + y + "," + z + ")";
    }
  }
}
