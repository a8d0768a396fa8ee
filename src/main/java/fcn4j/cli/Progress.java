package fcn4j.cli;

import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar with rate and time left on standard error, for work that takes longer than two seconds, and
 * only on a terminal.
 */
final class Progress implements AutoCloseable {
  private static final long SILENT_NANOS = Duration.ofSeconds(2).toNanos();

  private final String task;
  private final String unit;
  private final long total;
  private final boolean terminal;
  private final long startNanos = System.nanoTime();
  private @Nullable ProgressBar bar;

  /**
   * Starts counting.
   *
   * @param task what is done, for the left end of the bar
   * @param unit what is counted, for example {@code img}
   * @param total how many there are
   */
  Progress(String task, String unit, long total) {
    this.task = task;
    this.unit = unit;
    this.total = total;
    this.terminal = System.console() != null && System.console().isTerminal();
  }

  /** Says how many are done, with a remark such as the loss. */
  void at(long done, String remark) {
    if (!terminal) {
      return;
    }
    ProgressBar shown = bar;
    if (shown == null) {
      if (System.nanoTime() - startNanos < SILENT_NANOS) {
        return;
      }
      shown = open(done);
      bar = shown;
    }
    shown.stepTo(done);
    shown.setExtraMessage(remark.isEmpty() ? "" : " " + remark);
  }

  private ProgressBar open(long done) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setUnit(" " + unit, 1)
        .setInitialMax(total)
        .startsFrom(done, Duration.ofNanos(System.nanoTime() - startNanos))
        .setStyle(ProgressBarStyle.ASCII)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  @Override
  public void close() {
    ProgressBar shown = bar;
    bar = null;
    if (shown != null) {
      shown.close();
    }
  }
}
