package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.op.Backend;
import fcn4j.op.SgdUpdate;
import fcn4j.op.SgdUpdate.Segment;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a backend's test class implements to compare the update of the parameter block with the
 * reference: segments, frozen ones, clipping.
 */
public interface SgdContract {
  int COUNT = 700;

  /** Four roundings to float where the reference has one; the terms are all below 2. */
  double TOLERANCE = 5 * 0x1p-24;

  /** With a gap, a frozen segment (its gradient is never computed) and one without decay. */
  List<Segment> SEGMENTS =
      List.of(
          new Segment(3, 40, 1, 1),
          new Segment(64, 1, 2, 0),
          new Segment(100, 60, 0, 1),
          new Segment(200, 500, 0.5f, 1));

  /** The backend under test, open; the test class closes it. */
  Backend backend();

  /** Values, then momentum, after some steps. */
  private static List<double[]> run(
      Backend backend, List<Segment> segments, double clipNorm, int steps) {
    Shape shape = new Shape(1, 1, 1, COUNT);
    SplittableRandom random = new SplittableRandom(11);
    try (TestTensor values = TestTensor.of(backend, shape, ElementType.FLOAT32);
        TestTensor gradients = TestTensor.of(backend, shape, ElementType.FLOAT32);
        TestTensor momentum = TestTensor.of(backend, shape, ElementType.FLOAT32)) {
      values.write(Values.grid().draw(random, COUNT));
      momentum.write(Values.grid().draw(random, COUNT));
      for (int step = 0; step < steps; step++) {
        double[] gradient = Values.grid().draw(random, COUNT);
        Arrays.fill(gradient, 100, 160, Double.NaN);
        gradients.write(gradient);
        backend.update(
            new SgdUpdate(
                values.view(),
                gradients.view(),
                momentum.view(),
                segments,
                0.125 / (step + 1),
                0.9,
                0.01,
                2,
                clipNorm));
        backend.synchronize();
      }
      List<double[]> result = List.of(values.read(), momentum.read());
      List.of(values, gradients, momentum).forEach(tensor -> tensor.checkGuards("update"));
      return result;
    }
  }

  private void compare(List<Segment> segments, double clipNorm, int steps) {
    List<double[]> result = run(backend(), segments, clipNorm, steps);
    try (ReferenceBackend reference = new ReferenceBackend(1)) {
      List<double[]> expected = run(reference, segments, clipNorm, steps);
      double[] bound = new double[COUNT];
      Arrays.fill(bound, 2.0 * steps);
      Tolerance.check("values", result.get(0), expected.get(0), bound, TOLERANCE);
      Tolerance.check("momentum", result.get(1), expected.get(1), bound, TOLERANCE);
    }
    assertThat(run(backend(), segments, clipNorm, steps))
        .as("equal bits in a second run")
        .usingRecursiveComparison()
        .isEqualTo(result);
  }

  /** Nothing between the segments changes. */
  @Test
  default void updatesTheSegmentsAlone() {
    compare(SEGMENTS, 0, 3);
  }

  /** The norm is that of the segments; one below the limit changes nothing. */
  @Test
  default void clipsTheNormOfWhatIsTrained() {
    compare(SEGMENTS, 0.5, 3);
    compare(SEGMENTS, 1e6, 1);
  }

  /** Fewer segments, or none. */
  @Test
  default void takesAnotherListOfSegments() {
    compare(List.of(new Segment(0, 10, 1, 1)), 0, 2);
    compare(SEGMENTS.subList(3, 4), 0, 1);
    compare(List.of(), 0, 1);
  }
}
