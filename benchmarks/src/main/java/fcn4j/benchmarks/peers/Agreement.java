package fcn4j.benchmarks.peers;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How two arrays differ.
 *
 * @param name of the array's file
 * @param values how many there are
 * @param ofLargest largest difference, as a share of the largest magnitude
 * @param ofNorm euclidean norm of the difference, as a share of the array's
 */
record Agreement(String name, long values, double ofLargest, double ofNorm) {
  /** The file of scores. */
  static final String SCORES = "scores.f32";

  /** The file of the loss. */
  static final String LOSS = "loss.f32";

  /** Of what is compared with itself. */
  static final Agreement NONE = new Agreement("nothing", 0, 0, 0);

  /**
   * What is allowed for scores and loss in a precision.
   *
   * @throws PeerException if there is no such precision
   */
  static double values(String precision) {
    return switch (precision) {
      case "fp32" -> 1e-4;
      case "tf32" -> 1e-2;
      case "bf16" -> 5e-2;
      default -> throw new PeerException("there is no precision " + precision);
    };
  }

  /**
   * What is allowed for gradients, which jump: rounding decides whether a ReLU near 0 is open and
   * which of two almost equal values a pooling takes. At 500x500 in fp32 PyTorch's own two layouts
   * differ by 2.2e-3 for FCN-8s, and both by 8e-3 from PyTorch in float64 for FCN-GoogLeNet-32s.
   *
   * @throws PeerException if there is no such precision
   */
  static double gradients(String precision) {
    return switch (precision) {
      case "fp32" -> 2e-2;
      case "tf32" -> 1e-1;
      case "bf16" -> 5e-1;
      default -> throw new PeerException("there is no precision " + precision);
    };
  }

  /**
   * Compares the arrays of two folders.
   *
   * @return one for each, in the order of names
   * @throws IOException if a file can't be read
   * @throws PeerException if an array is not in both, or not of the same length
   */
  static List<Agreement> between(Path ours, Path theirs) throws IOException {
    List<String> names = names(ours);
    if (!names.equals(names(theirs))) {
      throw new PeerException(
          "%s has the arrays %s, %s has %s".formatted(ours, names, theirs, names(theirs)));
    }
    List<Agreement> found = new ArrayList<>();
    for (String name : names) {
      found.add(of(name, FloatFile.map(ours.resolve(name)), FloatFile.map(theirs.resolve(name))));
    }
    return found;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static Agreement of(String name, FloatBuffer ours, FloatBuffer theirs) {
    if (ours.limit() != theirs.limit()) {
      throw new PeerException(
          "%s has %d values here and %d there".formatted(name, ours.limit(), theirs.limit()));
    }
    double largest = 0;
    double largestDifference = 0;
    double squares = 0;
    double squaredDifferences = 0;
    for (int i = 0; i < ours.limit(); i++) {
      double value = theirs.get(i);
      double difference = Math.abs(ours.get(i) - value);
      if (!Double.isFinite(value) || !Double.isFinite(difference)) {
        return new Agreement(name, ours.limit(), Double.NaN, Double.NaN);
      }
      largest = Math.max(largest, Math.abs(value));
      largestDifference = Math.max(largestDifference, difference);
      squares += value * value;
      squaredDifferences += difference * difference;
    }
    return new Agreement(
        name,
        ours.limit(),
        share(largestDifference, largest),
        Math.sqrt(share(squaredDifferences, squares)));
  }

  private static double share(double part, double whole) {
    return part == 0 ? 0 : part / whole;
  }

  /** Whether both shares are small enough; numbers that are not finite never agree. */
  boolean close(String precision) {
    return strain(precision) <= 1;
  }

  private boolean ofResult() {
    return name.equals(SCORES) || name.equals(LOSS);
  }

  /** The worse share by what is allowed. */
  private double strain(String precision) {
    double allowed = ofResult() ? values(precision) : gradients(precision);
    return Math.max(ofLargest, ofNorm) / allowed;
  }

  /** The one that is furthest from, or least within, what is allowed. */
  static Agreement worst(List<Agreement> all, String precision) {
    return all.stream()
        .max((a, b) -> Double.compare(a.strain(precision), b.strain(precision)))
        .orElseThrow(() -> new PeerException("there is nothing to compare"));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s: %.1e of the largest, %.1e of the norm", name, ofLargest, ofNorm);
  }
}
