package fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.op.Backend;
import fcn4j.op.Dropout;
import fcn4j.op.Op;
import fcn4j.op.Philox;
import fcn4j.tensor.Shape;
import fcn4j.testing.OpData;
import fcn4j.testing.OpResult;
import fcn4j.testing.OpRunner;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The mask where a tensor is cut into many tasks: more channels and pixels than one task does. */
@Tag("build")
class DropoutOnednnTest {
  private static final Shape SHAPE = new Shape(2, 131, 17, 31);
  private static final Dropout OP = new Dropout(0.3, 5);

  private static OpResult run(int threads) {
    double[] ones = new double[SHAPE.arrayLength()];
    Arrays.fill(ones, 1);
    try (Backend backend = new OnednnBackend(threads);
        OpRunner runner = new OpRunner(backend, (Op) OP, List.of(SHAPE), true, false)) {
      return runner.run(new OpData(List.of(ones), List.of(), ones));
    }
  }

  @Test
  void keepsWhatPhiloxKeeps() {
    double[] expected = new double[SHAPE.arrayLength()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Philox.keeps(OP, OpRunner.STEP, i) ? OP.keepScale() : 0;
    }
    OpResult result = run(2);
    assertThat(result.output()).isEqualTo(expected);
    assertThat(result.dInputs().getFirst()).isEqualTo(expected);
  }
}
