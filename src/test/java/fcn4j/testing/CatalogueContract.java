package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.op.AvgPool2d;
import fcn4j.op.Backend;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.ShapeException;
import fcn4j.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a backend's test class implements to run every case of every operation: the reference's
 * results within the tolerance, all gradient modes, equal bits in two runs, in place, nothing
 * written beside a tensor; and the golden vectors of PyTorch.
 */
public interface CatalogueContract {

  /** The backend under test, open; the test class closes it. */
  Backend backend();

  /** Every case of the catalogue. */
  static List<OpCase> cases() {
    return Catalogue.cases();
  }

  /** A case against the reference. */
  @ParameterizedTest
  @MethodSource("fcn4j.testing.CatalogueContract#cases")
  default void agreesWithTheReference(OpCase opCase) {
    BackendContract.check(backend(), opCase);
  }

  /** The golden vectors of operations. */
  static List<GoldenCase> operations() {
    return GoldenCase.all().stream().filter(GoldenOps::knows).toList();
  }

  /** An operation against PyTorch. */
  @ParameterizedTest
  @MethodSource("fcn4j.testing.CatalogueContract#operations")
  default void agreesWithPyTorch(GoldenCase golden) {
    GoldenOps.check(backend(), golden, Tolerance.FLOAT32);
  }

  /** The golden vectors of updates. */
  static List<GoldenCase> updates() {
    return GoldenCase.all().stream().filter(golden -> golden.op().equals("sgd")).toList();
  }

  /** An update against PyTorch and Caffe. */
  @ParameterizedTest
  @MethodSource("fcn4j.testing.CatalogueContract#updates")
  default void updatesAsPyTorchAndCaffeDo(GoldenCase golden) {
    GoldenSgd.check(backend(), golden);
  }

  /** A window in the gap behind the last that fits has no maximum and no mean. */
  @Test
  default void refusesAWindowThatSeesNothing() {
    List<Shape> image = List.of(new Shape(1, 1, 7, 7));
    for (Op op : List.of(MaxPool2d.square(2, 4, 0), AvgPool2d.square(2, 4, 0))) {
      assertThatThrownBy(() -> backend().bind("pool", op, image))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("sees nothing");
    }
  }
}
