package fcn4j.emulator.exec;

import fcn4j.emulator.memory.EmulatorFault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs the blocks of a launch, in order or on two threads. Results are the same either way: kernels
 * with atomics always run in order, and of several faults the one of the lowest block counts.
 */
public final class GridRunner {
  private static final long PARALLEL_THREADS = 8192;
  private static final ExecutorService HELPER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("emulated-multiprocessor").factory());

  private final AtomicLong nextBlock = new AtomicLong();
  private final Launch launch;
  private final long firstSerial;
  private final long stepLimit;
  private final long blocks;
  private final long[] published;
  private final AtomicLong laneInstructions = new AtomicLong();
  private long faultBlock = Long.MAX_VALUE;
  private @Nullable EmulatorFault fault;

  private GridRunner(Launch launch, long firstSerial, long stepLimit) {
    this.launch = launch;
    this.firstSerial = firstSerial;
    this.stepLimit = stepLimit;
    this.blocks = launch.grid().count();
    this.published = new long[launch.kernel().serial() ? Math.toIntExact(blocks) : 0];
  }

  /**
   * Runs a launch to its end.
   *
   * @param firstSerial number of the first block since the device started
   * @return the number of instructions executed, counted for each thread
   * @throws EmulatorFault of the lowest block that faults
   */
  public static long run(Launch launch, long firstSerial, long stepLimit, boolean parallel) {
    GridRunner runner = new GridRunner(launch, firstSerial, stepLimit);
    boolean two =
        parallel
            && !launch.kernel().serial()
            && runner.blocks > 1
            && runner.blocks * launch.block().count() >= PARALLEL_THREADS;
    if (two) {
      CompletableFuture<Void> other = CompletableFuture.runAsync(runner::work, HELPER);
      try {
        runner.work();
      } finally {
        other.join();
      }
    } else {
      runner.work();
    }
    if (runner.fault != null) {
      throw runner.fault;
    }
    return runner.laneInstructions.get();
  }

  private void work() {
    int threads = Math.toIntExact(launch.block().count());
    Frame frame = launch.kernel().borrow(threads);
    frame.startLaunch(launch);
    BlockRunner runner = frame.runner();
    runner.startLaunch(stepLimit);
    long block = nextBlock.getAndIncrement();
    try {
      while (block < blocks && !faulted()) {
        frame.startBlock(block, firstSerial, published);
        runner.run();
        block = nextBlock.getAndIncrement();
      }
      launch.kernel().giveBack(frame);
    } catch (EmulatorFault e) {
      keep(block, e);
    }
    laneInstructions.addAndGet(runner.laneInstructions());
  }

  private synchronized boolean faulted() {
    return fault != null;
  }

  private synchronized void keep(long block, EmulatorFault e) {
    if (block < faultBlock) {
      faultBlock = block;
      fault = e;
    }
  }
}
