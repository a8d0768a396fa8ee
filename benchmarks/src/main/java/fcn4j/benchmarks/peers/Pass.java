package fcn4j.benchmarks.peers;

import java.util.Locale;

/** What is done with an image. */
enum Pass {
  /** Scores of every pixel. */
  FORWARD,
  /** Loss, gradients, and an update of all parameters; with dropout. */
  TRAIN,
  /** The same without dropout, whose masks differ from side to side: for comparing gradients. */
  GRADIENTS;

  /** As it is written on a command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What results are compared in before this is timed. */
  Pass checked() {
    return this == TRAIN ? GRADIENTS : this;
  }

  /**
   * Reads {@code forward}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Pass of(String word) {
    for (Pass pass : values()) {
      if (pass.word().equals(word)) {
        return pass;
      }
    }
    throw new IllegalArgumentException("'%s' is no pass; take forward or train".formatted(word));
  }
}
