package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LrnTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("AlexNet", new Lrn(5, 1e-4, 0.75, 1), new Shape(2, 7, 2, 3))
            .input(0, Values.distinct(1)),
        OpCase.of("strong", new Lrn(5, 2, 0.75, 1), new Shape(1, 8, 3, 2)),
        OpCase.of("window 3, k 2, root", new Lrn(3, 0.9, 0.5, 2), new Shape(1, 4, 2, 2)),
        OpCase.of(
            "fewer channels than the window", new Lrn(5, 1.5, 0.75, 1), new Shape(2, 2, 2, 3)),
        OpCase.of("one channel, window 1", new Lrn(1, 0.5, 0.75, 1), new Shape(1, 1, 2, 2)),
        OpCase.of("large", new Lrn(5, 0.5, 0.75, 1), new Shape(2, 20, 17, 19)).notSmooth());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new Lrn(4, 1, 1, 1))
        .isInstanceOf(ShapeException.class)
        .hasMessage("Lrn: size must be odd and at least 1, got 4");
    assertThatThrownBy(() -> new Lrn(5, 1, 1, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("Lrn: k must be above 0, got 0.0");
  }
}
