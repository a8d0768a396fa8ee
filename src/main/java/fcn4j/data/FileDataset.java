package fcn4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pairs of picture files and label map files, found when the dataset is opened and decoded when
 * asked for.
 */
final class FileDataset implements Dataset {
  private final String name;
  private final ClassTable classes;
  private final int voidLabel;
  private final List<Pair> pairs;

  /** One sample's files; the label map's is absent in a dataset without labels. */
  record Pair(String id, Path image, Optional<Path> labels) {}

  /**
   * Lists a dataset; nothing is decoded.
   *
   * @param voidLabel the label that stands for pixels to ignore, beside 255
   * @throws DataException if there are no samples or a file does not exist
   */
  FileDataset(String name, ClassTable classes, int voidLabel, List<Pair> pairs) {
    this.name = name;
    this.classes = classes;
    this.voidLabel = voidLabel;
    this.pairs = List.copyOf(pairs);
    if (pairs.isEmpty()) {
      throw new DataException(name + " has no samples; check its list of names");
    }
    requireFiles();
  }

  private void requireFiles() {
    List<Path> missing =
        pairs.stream()
            .flatMap(pair -> Stream.concat(Stream.of(pair.image()), pair.labels().stream()))
            .filter(path -> !Files.isRegularFile(path))
            .toList();
    if (!missing.isEmpty()) {
      String more = missing.size() == 1 ? "" : " and %d more files".formatted(missing.size() - 1);
      throw new DataException(
          "%s lists a sample whose file %s does not exist%s; correct the list or copy the files"
              .formatted(name, missing.getFirst(), more));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public List<String> classNames() {
    return classes.names();
  }

  @Override
  public List<Integer> colours() {
    return classes.colours();
  }

  @Override
  public String id(int index) {
    return pairs.get(index).id();
  }

  @Override
  public Sample get(int index) {
    Pair pair = pairs.get(Objects.checkIndex(index, pairs.size()));
    RgbImage image = ImageFile.read(pair.image());
    Optional<LabelMap> labels = pair.labels().map(LabelFile::read);
    if (labels.isPresent()) {
      String labelFile = pair.labels().orElseThrow().toString();
      LabelCheck.size(labels.get(), image, labelFile, pair.image().toString());
      LabelCheck.values(labels.get(), classes.size(), voidLabel, labelFile);
    }
    return new Sample(pair.id(), image, labels);
  }
}
