package fcn4j.cli;

import fcn4j.train.Trainer;
import java.util.concurrent.CountDownLatch;

/**
 * Ends a training run in good order when the program is told to stop (Ctrl-C): the JVM's shutdown
 * waits until the run has written its checkpoint and what belongs to it.
 */
final class StopHook implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  StopHook(Trainer trainer) {
    // It waits for the run's end, not for the thread's: that one will wait for the shutdown itself.
    hook =
        new Thread(
            () -> {
              trainer.stop();
              try {
                ended.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "fcn4j-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The run has written everything. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is at work already, and has just been let go.
    }
  }
}
