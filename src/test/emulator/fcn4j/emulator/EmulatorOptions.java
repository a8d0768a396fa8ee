package fcn4j.emulator;

/**
 * How the emulated device behaves.
 *
 * @param capacityBytes the device's memory
 * @param lazyStreams whether work in streams runs only when something waits for it
 * @param strict whether a fault throws {@link fcn4j.emulator.memory.EmulatorFault} at once; else it
 *     becomes the sticky error of the context
 * @param parallelBlocks whether independent blocks may run on two threads
 * @param stepLimit after how many segments a block counts as hung
 */
public record EmulatorOptions(
    long capacityBytes,
    boolean lazyStreams,
    boolean strict,
    boolean parallelBlocks,
    long stepLimit) {

  private static final long STANDARD_BYTES = 16L << 30;
  private static final long STANDARD_STEPS = 20_000_000L;

  /** 16 GiB, eager, strict, parallel. */
  public static EmulatorOptions standard() {
    return new EmulatorOptions(STANDARD_BYTES, false, true, true, STANDARD_STEPS);
  }

  public EmulatorOptions withCapacityBytes(long bytes) {
    return new EmulatorOptions(bytes, lazyStreams, strict, parallelBlocks, stepLimit);
  }

  /** Work in streams runs only when something waits for it. */
  public EmulatorOptions lazy() {
    return new EmulatorOptions(capacityBytes, true, strict, parallelBlocks, stepLimit);
  }

  /** Faults become sticky errors as on a real device. */
  public EmulatorOptions lenient() {
    return new EmulatorOptions(capacityBytes, lazyStreams, false, parallelBlocks, stepLimit);
  }

  /** Blocks run one after the other. */
  public EmulatorOptions serial() {
    return new EmulatorOptions(capacityBytes, lazyStreams, strict, false, stepLimit);
  }

  public EmulatorOptions withStepLimit(long steps) {
    return new EmulatorOptions(capacityBytes, lazyStreams, strict, parallelBlocks, steps);
  }
}
