package fcn4j.benchmarks.scaling;

import fcn4j.net.Nets;

/**
 * A net and what is done with it.
 *
 * @param net its name
 * @param training forward, backward and update; else forward up to the class of every pixel
 */
record Task(String net, boolean training) {
  static final String FORWARD = "forward";
  static final String TRAIN = "train";

  /** Checks that there is such a net. */
  Task {
    if (Nets.entry(net).classifier()) {
      throw new IllegalArgumentException(
          "%s classifies whole images of one size; take a fully convolutional net".formatted(net));
    }
  }

  /**
   * Reads {@code fcn8s:forward}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Task of(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "'%s' is not NET:PASS, for example fcn8s:forward".formatted(text));
    }
    return new Task(parts[0], training(parts[1]));
  }

  static boolean training(String pass) {
    return switch (pass) {
      case FORWARD -> false;
      case TRAIN -> true;
      default ->
          throw new IllegalArgumentException(
              "'%s' is no pass; take forward or train".formatted(pass));
    };
  }

  String pass() {
    return training ? TRAIN : FORWARD;
  }

  @Override
  public String toString() {
    return net + " " + pass();
  }
}
