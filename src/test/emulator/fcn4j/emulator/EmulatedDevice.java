package fcn4j.emulator;

import fcn4j.emulator.device.Calls;
import fcn4j.emulator.device.CapturedGraph;
import fcn4j.emulator.device.Handles;
import fcn4j.emulator.device.PinnedMemory;
import fcn4j.emulator.device.StreamQueue;
import fcn4j.emulator.exec.GridRunner;
import fcn4j.emulator.exec.Launch;
import fcn4j.emulator.memory.Allocation;
import fcn4j.emulator.memory.DeviceMemory;
import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.Transfers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one emulated device that the stand-ins for JCuda drive. A test starts with {@link #reset},
 * which gives a new device, and may end with {@link #leaks}.
 */
public final class EmulatedDevice {
  private static EmulatedDevice current = new EmulatedDevice(EmulatorOptions.standard());

  private final EmulatorOptions options;
  private final DeviceMemory memory;
  private final Transfers transfers;
  private final Calls calls = new Calls();
  private final Handles handles = new Handles();
  private final Handles functions = new Handles();
  private final PinnedMemory pinned = new PinnedMemory();
  private final StreamQueue defaultStream;
  private UnaryOperator<String> ptxRewriter = UnaryOperator.identity();
  private int contextReferences;
  private int stickyError;
  private @Nullable EmulatorFault firstFault;
  private long nextBlock = 1;
  private long laneInstructions;

  private EmulatedDevice(EmulatorOptions options) {
    this.options = options;
    this.memory = new DeviceMemory(options.capacityBytes());
    this.transfers = new Transfers(memory);
    this.defaultStream = new StreamQueue(true, options.lazyStreams());
  }

  /** The device in use. */
  public static synchronized EmulatedDevice current() {
    return current;
  }

  /** A new device with the standard options; the old one and everything on it are forgotten. */
  public static EmulatedDevice reset() {
    return reset(EmulatorOptions.standard());
  }

  /** A new device; the old one and everything on it are forgotten. */
  public static synchronized EmulatedDevice reset(EmulatorOptions options) {
    current = new EmulatedDevice(options);
    return current;
  }

  public EmulatorOptions options() {
    return options;
  }

  public DeviceMemory memory() {
    return memory;
  }

  public Transfers transfers() {
    return transfers;
  }

  /** Call counts and fault injection. */
  public Calls calls() {
    return calls;
  }

  public Handles handles() {
    return handles;
  }

  /** Kernels by handle: they belong to their modules and cannot leak by themselves. */
  public Handles functions() {
    return functions;
  }

  public PinnedMemory pinned() {
    return pinned;
  }

  public StreamQueue defaultStream() {
    return defaultStream;
  }

  /**
   * Lets every module loaded from now on be another text: how a test makes shipped kernels wrong.
   */
  public void rewritePtx(UnaryOperator<String> rewriter) {
    ptxRewriter = rewriter;
  }

  /** The text that is loaded in place of that one. */
  public String rewritten(String ptx) {
    return ptxRewriter.apply(ptx);
  }

  /** The error that every call returns since a fault, or 0. */
  public int stickyError() {
    return stickyError;
  }

  /** The report of the first fault, or null. */
  public @Nullable EmulatorFault firstFault() {
    return firstFault;
  }

  /** Instructions that kernels executed, counted for each thread. */
  public long laneInstructions() {
    return laneInstructions;
  }

  /** How often the primary context is retained. */
  public int contextReferences() {
    return contextReferences;
  }

  public void retainContext() {
    contextReferences++;
  }

  public void releaseContext() {
    contextReferences--;
  }

  /** What the program still holds: allocations, pinned memory, handles, the primary context. */
  public List<String> leaks() {
    List<String> leaks = new ArrayList<>();
    for (Allocation allocation : memory.live()) {
      leaks.add("device memory " + allocation.name() + " of " + allocation.bytes() + " bytes");
    }
    leaks.addAll(pinned.leaks());
    leaks.addAll(handles.leaks());
    if (contextReferences > 0) {
      leaks.add("primary context retained " + contextReferences + " times");
    }
    return leaks;
  }

  /** Runs a kernel now. */
  public void execute(Launch launch) {
    long first = nextBlock;
    nextBlock += launch.grid().count();
    laneInstructions +=
        GridRunner.run(launch, first, options.stepLimit(), options.parallelBlocks());
  }

  /**
   * Keeps a fault as the context's sticky error.
   *
   * @return the CUDA result of the fault
   * @throws EmulatorFault in strict mode
   */
  public int keep(EmulatorFault fault) {
    if (firstFault == null) {
      firstFault = fault;
      stickyError = fault.kind().cudaResult();
    }
    if (options.strict()) {
      throw fault;
    }
    return fault.kind().cudaResult();
  }

  /** Runs what is pending in all streams. */
  public void drainAll() {
    defaultStream.drain();
    handles.all(StreamQueue.class).forEach(StreamQueue::drain);
  }

  /** Runs what the legacy default stream waits for. */
  public void drainBlocking() {
    defaultStream.drain();
    handles.all(StreamQueue.class).stream()
        .filter(StreamQueue::blocking)
        .forEach(StreamQueue::drain);
  }

  /** The graph that some stream is captured into, or null. */
  public @Nullable CapturedGraph activeCapture() {
    for (StreamQueue stream : handles.all(StreamQueue.class)) {
      if (stream.capture() != null) {
        return stream.capture();
      }
    }
    return null;
  }
}
