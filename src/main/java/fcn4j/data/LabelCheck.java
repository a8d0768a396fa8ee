package fcn4j.data;

/** Holds label maps to the classes of their dataset. */
final class LabelCheck {
  private LabelCheck() {}

  /**
   * Checks that the label map has its picture's size.
   *
   * @throws DataException if it has not
   */
  static void size(LabelMap labels, RgbImage image, String labelFile, String imageFile) {
    if (labels.height() != image.height() || labels.width() != image.width()) {
      throw new DataException(
          "%s is %dx%d pixels, but its picture %s is %dx%d; a label map must have its picture's size"
              .formatted(
                  labelFile,
                  labels.width(),
                  labels.height(),
                  imageFile,
                  image.width(),
                  image.height()));
    }
  }

  /**
   * Turns a dataset's own void label into the ignore label, in place, and checks that the rest are
   * classes.
   *
   * @param voidLabel the dataset's own void label, or {@link LabelMap#IGNORE}
   * @throws DataException if a label is no class, naming the first such pixel
   */
  static void values(LabelMap labels, int classes, int voidLabel, String labelFile) {
    byte[] bytes = labels.labels();
    for (int i = 0; i < bytes.length; i++) {
      int label = bytes[i] & 0xff;
      if (label == voidLabel) {
        bytes[i] = (byte) LabelMap.IGNORE;
      } else if (label >= classes && label != LabelMap.IGNORE) {
        throw new DataException(
            "%s has the label %d at column %d, row %d; labels are 0 to %d, and 255 for pixels to ignore: renumber the file or name more classes"
                .formatted(labelFile, label, i % labels.width(), i / labels.width(), classes - 1));
      }
    }
  }
}
