package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.tensor.Shape;
import fcn4j.testing.OpChecks;
import java.util.List;

/** What both poolings say about windows that lie beside the input. */
final class PoolGeometry {
  private PoolGeometry() {}

  /** Makes a pooling with square windows, by the ceil rule. */
  @FunctionalInterface
  interface Square {
    Op of(int kernel, int stride, int pad);
  }

  static void checkWindowsThatSeeNothing(Square pool) {
    OpChecks.assertRefuses(pool.of(2, 4, 0), new Shape(1, 1, 7, 6))
        .hasMessageContaining("an input (1,1,7,6)")
        .hasMessageContaining("window of 2 at stride 4")
        .hasMessageContaining("floor rule");
    OpChecks.assertRefuses(pool.of(1, 4, 0), new Shape(1, 1, 5, 6))
        .hasMessageContaining("sees nothing");
    // One pixel is enough, and padding clips the window away.
    assertThat(pool.of(2, 4, 0).output(List.of(new Shape(1, 1, 6, 9))))
        .isEqualTo(new Shape(1, 1, 2, 3));
    assertThat(pool.of(2, 4, 1).output(List.of(new Shape(1, 1, 7, 8))))
        .isEqualTo(new Shape(1, 1, 2, 3));
  }
}
