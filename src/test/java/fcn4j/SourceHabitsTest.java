package fcn4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import fcn4j.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Holds the habits that a compiler does not: short files, no leftovers, plain names, no class
 * hierarchies.
 */
@Tag("build")
class SourceHabitsTest {
  private static final int MAX_LINES = 400;

  /** These repeat the signatures of one class of JCuda, however many it has. */
  private static final Path STAND_INS = Path.of("src/test/emulator/jcuda");

  /** Put together from halves, so that this file does not match itself. */
  private static final Pattern LEFTOVER =
      Pattern.compile("TO" + "DO|FIX" + "ME|not" + " implemented|@Dis" + "abled\\b");

  private static final Pattern VAGUE_NAME =
      Pattern.compile("(?:Abstract|Base)[A-Z].*|.*(?:Manager|Utils?|Helper|Impl)");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importUrl(Shape.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void filesAreShort() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      if (file.startsWith(STAND_INS)) {
        continue;
      }
      int lines = Files.readAllLines(file).size();
      if (lines > MAX_LINES) {
        found.add("%s has %d lines, at most %d are meant".formatted(file, lines, MAX_LINES));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (LEFTOVER.matcher(lines.get(i)).find()) {
          found.add("%s:%d %s".formatted(file, i + 1, lines.get(i).strip()));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void namesSayWhatAClassIs() {
    assertThat(MAIN.stream().map(JavaClass::getSimpleName))
        .noneMatch(name -> VAGUE_NAME.matcher(name).matches());
  }

  /** Exceptions may form a family; everything else shares by composition. */
  @Test
  void noClassInheritsFromAnotherOfOurs() {
    assertThat(MAIN.stream())
        .filteredOn(type -> !type.isAnonymousClass() && !type.isAssignableTo(Throwable.class))
        .filteredOn(type ->
            type.getRawSuperclass()
                .map(parent -> parent.getPackageName().startsWith("fcn4j"))
                .orElse(false))
        .isEmpty();
  }

  /**
   * Every source file of the engine and its tests; a run from another folder finds none and fails.
   */
  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      List<Path> sources =
          files.filter(file -> file.toString().matches(".*\\.(java|cu|cuh|py)")).sorted().toList();
      assertThat(sources).contains(Path.of("src/main/java/fcn4j/tensor/Shape.java"));
      return sources;
    }
  }
}
