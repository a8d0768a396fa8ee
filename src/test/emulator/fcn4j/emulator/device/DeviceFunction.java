package fcn4j.emulator.device;

import fcn4j.emulator.exec.CompiledKernel;
import fcn4j.emulator.exec.Symbols;

/** A kernel of a loaded module, with the attribute that launches need. */
public final class DeviceFunction {
  private final CompiledKernel kernel;
  private final Symbols symbols;
  private int maxDynamicSharedBytes;

  public DeviceFunction(CompiledKernel kernel, Symbols symbols, int maxDynamicSharedBytes) {
    this.kernel = kernel;
    this.symbols = symbols;
    this.maxDynamicSharedBytes = maxDynamicSharedBytes;
  }

  public CompiledKernel kernel() {
    return kernel;
  }

  public Symbols symbols() {
    return symbols;
  }

  public int maxDynamicSharedBytes() {
    return maxDynamicSharedBytes;
  }

  public void setMaxDynamicSharedBytes(int bytes) {
    maxDynamicSharedBytes = bytes;
  }
}
