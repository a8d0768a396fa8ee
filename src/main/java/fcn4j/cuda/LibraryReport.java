package fcn4j.cuda;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one native library.
 *
 * @param library which one
 * @param path the file, or null where none was found
 * @param version as in {@code 12.6.1}, or null where unknown
 * @param problem why it cannot be used, or null where it can
 */
public record LibraryReport(
    LibraryName library, @Nullable Path path, @Nullable String version, @Nullable String problem) {
  /** A library that was found and can be used as far as is known. */
  static LibraryReport found(LibraryName library, Path path, @Nullable String version) {
    return new LibraryReport(library, path, version, null);
  }

  /** A library that is in none of the folders searched. */
  static LibraryReport missing(LibraryName library, String fileName) {
    return new LibraryReport(library, null, null, fileName + " was found in no folder searched");
  }

  /** The same with a problem. */
  LibraryReport withProblem(String text) {
    return new LibraryReport(library, path, version, text);
  }

  /** The same with a version. */
  LibraryReport withVersion(@Nullable String text) {
    return new LibraryReport(library, path, text, problem);
  }

  /** Whether it was found and loads. */
  public boolean usable() {
    return problem == null;
  }

  /** One line for people, with what to do where it is missing. */
  public String text() {
    String what = String.format("%-12s", library.readable());
    String known = version == null ? "" : version + "  ";
    if (usable()) {
      return what + known + (path == null ? "" : path);
    }
    String state =
        path != null
            ? "UNUSABLE  " + known + path + ": "
            : library.needed() ? "MISSING  " : "absent (optional)  ";
    return what
        + state
        + problem
        + (library.needed() ? "\n" + " ".repeat(12) + "-> " + library.remedy() : "");
  }
}
