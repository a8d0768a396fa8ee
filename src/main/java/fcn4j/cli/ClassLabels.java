package fcn4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of a classifier's classes.
 *
 * @param names in the order of the classes; empty if there are none
 */
record ClassLabels(List<String> names) {
  /** ImageNet's lists begin every line with the number of a word of WordNet. */
  private static final Pattern SYNSET = Pattern.compile("n\\d{8}\\s+(.*)");

  /** No names: classes are told by number. */
  static final ClassLabels NONE = new ClassLabels(List.of());

  /**
   * Reads a file with one name a line.
   *
   * @throws BadInputException if it cannot be read, or has not one name a class
   */
  static ClassLabels read(Path file, int classes) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new BadInputException(
          "can't read %s: %s; name a text file with one class a line"
              .formatted(file, e.getMessage()));
    }
    if (lines.size() != classes) {
      throw new BadInputException(
          "%s has %d names, the net has %d classes; give the names of the classes that these weights were trained for"
              .formatted(file, lines.size(), classes));
    }
    return new ClassLabels(lines.stream().map(ClassLabels::name).toList());
  }

  private static String name(String line) {
    Matcher synset = SYNSET.matcher(line.strip());
    return synset.matches() ? synset.group(1) : line.strip();
  }

  /** A class's name, or its number. */
  String of(int index) {
    return names.isEmpty() ? "class " + index : names.get(index);
  }
}
