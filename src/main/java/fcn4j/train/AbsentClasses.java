package fcn4j.train;

/**
 * What the means over classes do with classes that no pixel of the ground truth has. The two
 * conventions differ only for a class that is predicted but never there.
 */
public enum AbsentClasses {
  /**
   * The reference's code ({@code score.py}, numpy's nanmean): a class that is neither there nor
   * predicted does not count; a class that is predicted but never there counts in the mean IU with
   * IU 0, and does not count in the mean accuracy.
   */
  AS_REFERENCE_CODE,
  /**
   * The paper's text, and its SIFT Flow table (30 of 33 classes are in the test set): only classes
   * that are there count, in both means.
   */
  PRESENT_ONLY
}
