package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeTest {
  private final List<String> log = new ArrayList<>();
  private final Lifetime lifetime = new Lifetime("thing x");

  @Test
  void releasesInReverseOrderAndOnce() {
    lifetime.onClose(() -> log.add("first"));
    lifetime.own(() -> log.add("second"));
    lifetime.close();
    lifetime.close();
    assertThat(log).containsExactly("second", "first");
    assertThat(lifetime.isClosed()).isTrue();
  }

  @Test
  void goesOnAfterAFailureAndSuppressesLaterOnes() {
    lifetime.onClose(() -> log.add("first"));
    lifetime.onClose(() -> fail("later"));
    lifetime.onClose(() -> fail("earlier"));
    assertThatThrownBy(lifetime::close)
        .hasMessage("earlier")
        .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage("later"));
    assertThat(log).containsExactly("first");
    lifetime.close();
  }

  @Test
  void closingAfterAFailureSuppressesWhatItThrows() {
    lifetime.onClose(() -> fail("while closing"));
    IllegalStateException cause = new IllegalStateException("cause");
    assertThat(lifetime.closeAfter(cause)).isSameAs(cause);
    assertThat(cause.getSuppressed())
        .singleElement()
        .extracting("message")
        .isEqualTo("while closing");
  }

  @Test
  void refusesUseAfterClose() {
    lifetime.requireOpen();
    lifetime.close();
    assertThatThrownBy(lifetime::requireOpen)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("thing x is closed");
    assertThatThrownBy(() -> lifetime.onClose(() -> log.add("too late")))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }
}
