package fcn4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  @Test
  void givesTheResult() {
    Future<String> work = CompletableFuture.completedFuture("done");
    assertThat(Background.await(work, "working")).isEqualTo("done");
  }

  @Test
  void throwsWhatTheWorkThrew() {
    RuntimeException fault = new IllegalArgumentException("of the work");
    Error exhausted = new OutOfMemoryError("of the work");
    assertThatThrownBy(() -> await(fault)).isSameAs(fault);
    assertThatThrownBy(() -> await(exhausted)).isSameAs(exhausted);
  }

  @Test
  void saysWhatFailedWithACheckedException() {
    IOException fault = new IOException("of the work");
    assertThatIllegalStateException()
        .isThrownBy(() -> await(fault))
        .withMessage("working failed")
        .withCause(fault);
  }

  @Test
  void anInterruptedThreadStaysInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatIllegalStateException()
          .isThrownBy(() -> Background.await(new CompletableFuture<>(), "working"))
          .withMessage("interrupted while working");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void await(Throwable fault) {
    Background.await(CompletableFuture.failedFuture(fault), "working");
  }
}
