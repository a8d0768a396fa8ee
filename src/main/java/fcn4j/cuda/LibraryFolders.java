package fcn4j.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which CUDA libraries are looked for, in order: an explicit path, {@code
 * LD_LIBRARY_PATH}, {@code CUDA_HOME}, the toolkit's and the system's usual folders, and the
 * folders of Python wheels, where no loader looks by itself.
 */
final class LibraryFolders {
  private static final String[] INSIDE = {"lib64", "lib", "targets/x86_64-linux/lib"};

  /** Windows' own driver first: a Linux driver beside it in WSL finds no GPU. */
  private static final String[] SYSTEM = {
    "/usr/lib/wsl/lib",
    "/usr/lib/x86_64-linux-gnu",
    "/lib/x86_64-linux-gnu",
    "/usr/lib64",
    "/usr/local/nvidia/lib64",
    "/usr/local/nvidia/lib",
    "/usr/lib/x86_64-linux-gnu/nvidia/current",
    "/run/opengl-driver/lib",
    "/opt/cuda/lib64",
    "/usr/local/lib",
    "/usr/lib",
  };

  private final Path root;
  private final Map<String, String> environment;
  private final String home;
  private final Set<Path> folders = new LinkedHashSet<>();

  /**
   * Collects the folders that exist.
   *
   * @param root where the file system starts, {@code /} but for tests
   * @param environment the environment variables
   * @param home the user's folder
   * @param explicit folders named by the user, separated by colons, or null
   */
  LibraryFolders(
      Path root, Map<String, String> environment, String home, @Nullable String explicit) {
    this.root = root;
    this.environment = environment;
    this.home = home;
    addNamed(explicit);
    for (String folder : variable("LD_LIBRARY_PATH").split(":", -1)) {
      add(path(folder));
    }
    addInside(path(variable("CUDA_HOME")));
    addInside(path(variable("CUDA_PATH")));
    addInside(inRoot("/usr/local/cuda"));
    matches(inRoot("/usr/local"), "cuda-*").forEach(this::addInside);
    for (String folder : SYSTEM) {
      add(inRoot(folder));
    }
    pythonPrefixes().forEach(this::addPython);
    addConfigured();
  }

  /** The folders in the order of search. */
  List<Path> inOrder() {
    return List.copyOf(folders);
  }

  private void addNamed(@Nullable String explicit) {
    for (String name : explicit == null ? new String[0] : explicit.split(":", -1)) {
      Path folder = path(name);
      add(folder);
      addInside(folder);
      addWheels(folder);
      addPython(folder);
    }
  }

  private List<Path> pythonPrefixes() {
    List<Path> prefixes = new ArrayList<>();
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      addIfThere(prefixes, path(variable(variable)));
    }
    for (String folder : variable("PATH").split(":", -1)) {
      addPrefixOf(prefixes, path(folder));
    }
    for (String inHome : List.of(".local", "miniconda3", "anaconda3", "miniforge3", ".venv")) {
      addIfThere(prefixes, path(home.isEmpty() ? "" : home + "/" + inHome));
    }
    for (String fixed : List.of("/opt/conda", "/opt/venv", "/usr/local", "/usr")) {
      addIfThere(prefixes, inRoot(fixed));
    }
    if (!home.isEmpty()) {
      prefixes.addAll(matches(Path.of(home, ".pyenv", "versions"), "*"));
    }
    return prefixes;
  }

  /** A Python on the PATH belongs to a prefix of its own, or to the one its link leads to. */
  private static void addPrefixOf(List<Path> prefixes, @Nullable Path bin) {
    if (bin == null || !Files.exists(bin.resolve("python3"))) {
      return;
    }
    addIfThere(prefixes, bin.getParent());
    try {
      Path real = bin.resolve("python3").toRealPath().getParent();
      addIfThere(prefixes, real == null ? null : real.getParent());
    } catch (IOException unreadable) {
      // A link that leads nowhere names no prefix.
      return;
    }
  }

  private static void addIfThere(List<Path> prefixes, @Nullable Path prefix) {
    if (prefix != null && Files.isDirectory(prefix)) {
      prefixes.add(prefix);
    }
  }

  private void addPython(@Nullable Path prefix) {
    if (prefix == null) {
      return;
    }
    for (Path python : matches(prefix.resolve("lib"), "python3*")) {
      addWheels(python.resolve("site-packages"));
      addWheels(python.resolve("dist-packages"));
    }
    addWheels(prefix.resolve("lib/python3/dist-packages"));
    if (Files.isDirectory(prefix.resolve("conda-meta"))) {
      add(prefix.resolve("lib"));
    }
  }

  private void addWheels(@Nullable Path packages) {
    if (packages != null) {
      for (Path wheel : matches(packages.resolve("nvidia"), "*")) {
        add(wheel.resolve("lib"));
      }
    }
  }

  /** Folders that the system's loader is told of in /etc/ld.so.conf.d. */
  private void addConfigured() {
    for (Path file : matches(inRoot("/etc/ld.so.conf.d"), "*.conf")) {
      try {
        for (String line : Files.readAllLines(file)) {
          String folder = line.strip();
          if (folder.startsWith("/")) {
            add(inRoot(folder));
          }
        }
      } catch (IOException | UncheckedIOException unreadable) {
        // A file that only others may read tells us nothing; the other folders remain.
        continue;
      }
    }
  }

  private void addInside(@Nullable Path toolkit) {
    if (toolkit != null) {
      for (String inside : INSIDE) {
        add(toolkit.resolve(inside));
      }
    }
  }

  private void add(@Nullable Path folder) {
    if (folder != null && Files.isDirectory(folder)) {
      folders.add(folder.toAbsolutePath().normalize());
    }
  }

  private Path inRoot(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  private static @Nullable Path path(String text) {
    try {
      return text.isBlank() ? null : Path.of(text.strip());
    } catch (InvalidPathException notOne) {
      return null;
    }
  }

  /** Matching names in a folder, the newest version first; none where it cannot be read. */
  private static List<Path> matches(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(found::add);
    } catch (IOException | DirectoryIteratorException unreadable) {
      return found;
    }
    found.sort(Comparator.comparing(LibraryFolders::versionKey).reversed());
    return found;
  }

  /** The name with every number padded, so that 12.10 comes after 12.9. */
  private static String versionKey(Path path) {
    StringBuilder key = new StringBuilder();
    for (String part : path.getFileName().toString().split("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)")) {
      boolean number = !part.isEmpty() && Character.isDigit(part.charAt(0));
      key.append(number ? "0".repeat(Math.max(0, 8 - part.length())) + part : part);
    }
    return key.toString();
  }
}
