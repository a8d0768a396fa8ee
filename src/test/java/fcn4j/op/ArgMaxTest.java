package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpCase;
import fcn4j.testing.OpChecks;
import fcn4j.testing.OpData;
import fcn4j.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArgMaxTest {

  static List<OpCase> cases() {
    return OpCase.table(
        OpCase.of("batch 2", new ArgMax(), new Shape(2, 5, 3, 4)),
        OpCase.of("ties", new ArgMax(), new Shape(2, 7, 5, 3)).input(0, Values.whole(3)),
        OpCase.of("one channel", new ArgMax(), new Shape(1, 1, 2, 2)),
        OpCase.of("255 channels", new ArgMax(), new Shape(1, 255, 2, 3)),
        OpCase.of("large", new ArgMax(), new Shape(1, 21, 113, 127)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(OpCase opCase) {
    OpChecks.check(opCase);
  }

  @Test
  void lowestClassWinsATie() {
    Shape shape = new Shape(1, 3, 1, 2);
    List<double[]> inputs = List.of(new double[] {1, -1, 2, -1, 2, -1});
    double[] y =
        OpChecks.forward(new ArgMax(), List.of(shape), new OpData(inputs, List.of(), null));
    assertThat(y).containsExactly(1, 0);
  }

  @Test
  void saysWhatIsWrong() {
    OpChecks.assertRefuses(new ArgMax(), new Shape(1, 256, 2, 2))
        .hasMessage("ArgMax: at most 255 classes, got (1,256,2,2)");
  }
}
