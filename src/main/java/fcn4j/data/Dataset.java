package fcn4j.data;

import java.util.List;

/**
 * A list of pictures with label maps, loaded one at a time when asked for; safe to read from
 * several threads.
 *
 * <p>Labels are class indices or {@link LabelMap#IGNORE}; a sample never carries another value.
 */
public interface Dataset {
  /** What to call the dataset in messages and reports, such as {@code camvid/train}. */
  String name();

  /** Number of samples, at least 1. */
  int size();

  /** The classes' names; a class's index is its label. */
  List<String> classNames();

  /**
   * The classes' colours as 0xRRGGBB, one a class, or empty where the dataset has none of its own.
   */
  List<Integer> colours();

  /** What the sample is called, without loading it. */
  String id(int index);

  /**
   * Loads one sample.
   *
   * @return arrays owned by the caller
   * @throws IndexOutOfBoundsException if the index is not below the size
   * @throws DataException if a file is missing, damaged or of the wrong kind, sizes differ, or a
   *     label is no class
   */
  Sample get(int index);

  /** Number of classes. */
  default int classes() {
    return classNames().size();
  }
}
