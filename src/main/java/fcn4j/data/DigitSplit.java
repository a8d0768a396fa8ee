package fcn4j.data;

/** Which of the packaged digits may be used; the two share no digit image. */
public enum DigitSplit {
  /** The first 8,000 digits. */
  TRAIN(0, 8000),
  /** The last 2,000 digits, kept for scoring. */
  HELD_OUT(8000, 2000);

  final int first;
  final int count;

  DigitSplit(int first, int count) {
    this.first = first;
    this.count = count;
  }
}
