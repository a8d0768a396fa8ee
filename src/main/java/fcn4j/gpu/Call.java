package fcn4j.gpu;

import fcn4j.cuda.Gpu;
import fcn4j.cuda.Grid;
import fcn4j.cuda.Kernel;
import fcn4j.cuda.Launch;
import fcn4j.cuda.Stream;
import fcn4j.op.GradMode;

/**
 * A kernel made ready for one bound operation: grid, extents and attributes are set, each run adds
 * the addresses. By convention a kernel's addresses come first; a kernel that can add to its result
 * takes that choice as its last parameter.
 */
final class Call {
  private final Launch launch;
  private final Stream stream;
  private final Grid grid;
  private final int addresses;
  private final int parameters;
  private final boolean choosesMode;

  /**
   * Prepares a kernel.
   *
   * @param addresses how many parameters are addresses, all of them in front
   * @param scalars extents and attributes in order: int, long or float as the kernel declares them
   * @throws IllegalArgumentException if the kernel's parameters are others
   */
  Call(Gpu gpu, String module, String kernel, Grid grid, int addresses, Number... scalars) {
    Kernel found = gpu.kernel(module, kernel);
    this.launch = found.prepare();
    this.stream = gpu.computeStream();
    this.grid = grid;
    this.addresses = addresses;
    this.parameters = found.entry().parameters().size();
    int left = parameters - addresses - scalars.length;
    if (left != 0 && left != 1) {
      throw new IllegalArgumentException(
          "%s has %d parameters, not %d addresses and %d scalars"
              .formatted(found, parameters, addresses, scalars.length));
    }
    this.choosesMode = left == 1;
    for (int i = 0; i < scalars.length; i++) {
      set(addresses + i, scalars[i]);
    }
  }

  private void set(int index, Number value) {
    switch (value) {
      case Integer number -> launch.int32(index, number);
      case Long number -> launch.int64(index, number);
      case Float number -> launch.float32(index, number);
      default -> throw new IllegalArgumentException("a kernel takes no " + value.getClass());
    }
  }

  /** Blocks that the kernel runs in. */
  int blocks() {
    return Grids.count(grid);
  }

  /** Enqueues the kernel; what it computes replaces what was there. */
  void run(long... at) {
    if (choosesMode) {
      launch.int32(parameters - 1, 0);
    }
    enqueue(at);
  }

  /** Enqueues the kernel, which replaces its result or adds to it. */
  void run(GradMode mode, long... at) {
    launch.int32(parameters - 1, mode == GradMode.ACCUMULATE ? 1 : 0);
    enqueue(at);
  }

  /** Sets a scalar that changes from run to run. */
  Call with(int index, float value) {
    launch.float32(index, value);
    return this;
  }

  /** Sets a scalar that changes from run to run. */
  Call with(int index, long value) {
    launch.int64(index, value);
    return this;
  }

  private void enqueue(long... at) {
    if (at.length != addresses) {
      throw new IllegalArgumentException(
          "%d addresses for %d parameters".formatted(at.length, addresses));
    }
    for (int i = 0; i < at.length; i++) {
      launch.pointer(i, at[i]);
    }
    launch.launch(stream, grid);
  }
}
