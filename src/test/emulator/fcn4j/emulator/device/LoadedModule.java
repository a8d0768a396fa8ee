package fcn4j.emulator.device;

import fcn4j.emulator.exec.CompiledKernel;
import fcn4j.emulator.exec.KernelCompiler;
import fcn4j.emulator.exec.Symbols;
import fcn4j.emulator.memory.Allocation;
import fcn4j.emulator.memory.DeviceMemory;
import fcn4j.emulator.memory.Transfers;
import fcn4j.emulator.ptx.PtxKernel;
import fcn4j.emulator.ptx.PtxModule;
import fcn4j.emulator.ptx.PtxParser;
import fcn4j.emulator.ptx.PtxVariable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A module on the device: its kernels and its variables' memory. */
public final class LoadedModule {
  private static final int STANDARD_SHARED_BYTES = 48 << 10;

  /** Compiled texts outlive a device: the same text is compiled once. */
  private static final Map<String, Compiled> COMPILED = new ConcurrentHashMap<>();

  private final Compiled compiled;
  private final Map<String, Allocation> variables = new HashMap<>();
  private final Map<String, Long> functions = new HashMap<>();
  private final Symbols symbols;

  private record Compiled(PtxModule module, Map<String, CompiledKernel> kernels) {}

  private LoadedModule(Compiled compiled, Map<String, Allocation> variables, Symbols symbols) {
    this.compiled = compiled;
    this.variables.putAll(variables);
    this.symbols = symbols;
  }

  /**
   * Loads a PTX text; null where the device's memory does not suffice.
   *
   * @throws fcn4j.emulator.ptx.PtxRefused where the text has what the emulator does not know
   */
  public static @Nullable LoadedModule load(String text, DeviceMemory memory) {
    Compiled compiled = COMPILED.computeIfAbsent(text, LoadedModule::compile);
    Map<String, Allocation> variables = new HashMap<>();
    List<Long> addresses = new ArrayList<>();
    for (PtxVariable variable : compiled.module().variables()) {
      if (!variable.space().equals("shared")) {
        Allocation allocation = memory.allocate(variable.name(), variable.bytes(), true);
        if (allocation == null) {
          variables.values().forEach(a -> memory.free(a.address()));
          return null;
        }
        initialise(memory, allocation, variable);
        variables.put(variable.name(), allocation);
        addresses.add(allocation.address());
      }
    }
    Symbols symbols = new Symbols(addresses.stream().mapToLong(Long::longValue).toArray());
    return new LoadedModule(compiled, variables, symbols);
  }

  private static Compiled compile(String text) {
    PtxModule module = PtxParser.parse(text);
    Map<String, CompiledKernel> kernels = new HashMap<>();
    for (PtxKernel kernel : module.kernels()) {
      kernels.put(kernel.name(), KernelCompiler.compile(module, kernel));
    }
    return new Compiled(module, Map.copyOf(kernels));
  }

  /** Variables without initial values are zero. */
  private static void initialise(DeviceMemory memory, Allocation allocation, PtxVariable variable) {
    byte[] initial = variable.initial();
    byte[] bytes = initial == null ? new byte[variable.bytes()] : initial;
    new Transfers(memory)
        .write(allocation.address(), MemorySegment.ofArray(bytes), bytes.length, variable.name());
  }

  public @Nullable CompiledKernel kernel(String name) {
    return compiled.kernels().get(name);
  }

  /** The handle of a kernel, made at first use; it lives as long as the module. */
  public long functionHandle(Handles handles, String name, CompiledKernel kernel) {
    return functions.computeIfAbsent(
        name,
        n -> handles.add("function", new DeviceFunction(kernel, symbols, STANDARD_SHARED_BYTES)));
  }

  public @Nullable Allocation variable(String name) {
    return variables.get(name);
  }

  public Symbols symbols() {
    return symbols;
  }

  public void unload(DeviceMemory memory, Handles handles) {
    functions.values().forEach(handle -> handles.remove(handle, DeviceFunction.class));
    variables.values().forEach(a -> memory.free(a.address()));
  }
}
