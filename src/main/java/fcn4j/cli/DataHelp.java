package fcn4j.cli;

/** Texts that several commands' help shares. */
final class DataHelp {
  /** What {@code --data} takes. */
  static final String DATA =
      "Dataset: voc:FOLDER[:SPLIT], camvid:FOLDER[:SPLIT], folder:FOLDER[:SPLIT] or digits[:SPLIT].";

  private DataHelp() {}
}
