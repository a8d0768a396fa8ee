package fcn4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A dataset as a user names it: {@code kind:path[:split]}, such as {@code camvid:data/camvid:test};
 * {@code digits[:split]} needs no path.
 *
 * @param kind one of {@link #KINDS}
 * @param path the dataset's folder; empty for the packaged digits
 * @param split the part of the dataset; empty for the usual one
 */
public record DatasetSpec(String kind, Optional<Path> path, Optional<String> split) {
  /** The known kinds. */
  public static final List<String> KINDS = List.of("voc", "camvid", "folder", "digits");

  private static final String USAGE =
      "known kinds are voc:PATH[:SPLIT], camvid:PATH[:SPLIT], folder:PATH[:SPLIT] and digits[:SPLIT]";
  private static final int TRAIN_SCENES = 4000;
  private static final int HELD_OUT_SCENES = 200;

  /** What a dataset is opened for; it chooses the split where the user names none. */
  public enum Purpose {
    /** To learn from. */
    TRAINING,
    /** To score on. */
    SCORING
  }

  /**
   * Reads what a user wrote.
   *
   * @throws DataException if the kind is unknown, or a path is missing or too much; the message
   *     lists the kinds
   */
  public static DatasetSpec parse(String text) {
    int colon = text.indexOf(':');
    String kind = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    if (!KINDS.contains(kind)) {
      throw new DataException(
          "unknown kind of dataset '%s' in '%s'; %s".formatted(kind, text, USAGE));
    }
    if (kind.equals("digits")) {
      return new DatasetSpec(kind, Optional.empty(), nonEmpty(rest));
    }
    if (rest.isEmpty()) {
      throw new DataException("'%s' names no folder; %s".formatted(text, USAGE));
    }
    int last = rest.lastIndexOf(':');
    boolean hasSplit =
        last > 0 && !rest.substring(last).contains("/") && !Files.isDirectory(Path.of(rest));
    Path path = Path.of(hasSplit ? rest.substring(0, last) : rest);
    return new DatasetSpec(
        kind, Optional.of(path), hasSplit ? nonEmpty(rest.substring(last + 1)) : Optional.empty());
  }

  /**
   * Opens the dataset. Where no split is named, training takes {@code train} and scoring {@code
   * val} (VOC), {@code test} (CamVid, whose val is one sequence of near-duplicates), {@code val} or
   * {@code test} (plain folders), or the held-out digits; a plain folder without such a list gives
   * all its pictures.
   *
   * @throws DataException if the dataset cannot be opened
   */
  public Dataset open(Purpose purpose) {
    boolean training = purpose == Purpose.TRAINING;
    return switch (kind) {
      case "voc" -> VocFolder.open(path.orElseThrow(), split.orElse(training ? "train" : "val"));
      case "camvid" -> CamVid.open(path.orElseThrow(), split.orElse(training ? "train" : "test"));
      case "folder" -> {
        Path root = path.orElseThrow();
        List<String> usual = training ? List.of("train") : List.of("val", "test");
        yield ImageFolder.open(
            root,
            split.or(() -> usual.stream().filter(name -> ImageFolder.has(root, name)).findFirst()));
      }
      case "digits" -> digits(training);
      default -> throw new DataException("unknown kind of dataset '%s'; %s".formatted(kind, USAGE));
    };
  }

  private Dataset digits(boolean training) {
    DigitSplit digits =
        switch (split.orElse(training ? "train" : "test")) {
          case "train" -> DigitSplit.TRAIN;
          case "test", "val", "held-out" -> DigitSplit.HELD_OUT;
          default ->
              throw new DataException(
                  "the digits have no split '%s'; choose digits:train or digits:test"
                      .formatted(split.orElseThrow()));
        };
    int scenes = digits == DigitSplit.TRAIN ? TRAIN_SCENES : HELD_OUT_SCENES;
    return new DigitScenes(SceneOptions.SMALL, digits, scenes);
  }

  private static Optional<String> nonEmpty(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
