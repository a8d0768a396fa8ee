package fcn4j.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import jcuda.JCudaVersion;

/**
 * The private folder into which JCuda's native libraries are extracted, one for each version of
 * JCuda and CUDA, and only writable by its owner.
 *
 * <p>JCuda itself would extract to a fixed name in the temporary folder and trust whatever lies
 * there. Here a file that differs from the jar's content is replaced, each time.
 */
final class NativeFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path folder;

  private NativeFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the folder for a CUDA major version, making it if need be.
   *
   * @param bases parents to try in order; a fresh temporary folder is the last resort
   * @throws IOException if none of them can be used
   */
  static NativeFolder open(List<Path> bases, int cudaMajor) throws IOException {
    String name = "jcuda-" + JCudaVersion.get() + "-cuda" + cudaMajor;
    List<IOException> failures = new ArrayList<>();
    for (Path base : bases) {
      try {
        return new NativeFolder(privateFolder(base.resolve(name)));
      } catch (IOException unusable) {
        failures.add(unusable);
      }
    }
    try {
      Path fresh =
          Files.createTempDirectory(
              "fcn4j-natives-", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      fresh.toFile().deleteOnExit();
      return new NativeFolder(fresh);
    } catch (IOException failure) {
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /** Parents in order: {@code fcn4j.cache}, {@code XDG_CACHE_HOME}, {@code ~/.cache}. */
  static List<Path> usualBases() {
    List<Path> bases = new ArrayList<>();
    String property = System.getProperty("fcn4j.cache");
    String cache = System.getenv("XDG_CACHE_HOME");
    String home = System.getProperty("user.home", "");
    if (property != null && !property.isBlank()) {
      bases.add(Path.of(property, "natives"));
    }
    if (cache != null && cache.startsWith("/")) {
      bases.add(Path.of(cache, "fcn4j", "natives"));
    }
    if (home.startsWith("/")) {
      bases.add(Path.of(home, ".cache", "fcn4j", "natives"));
    }
    return bases;
  }

  /** The folder itself. */
  Path path() {
    return folder;
  }

  /**
   * Puts one of JCuda's libraries into the folder unless the same bytes are there already.
   *
   * @param name as in {@code JCublas2}
   * @param cudaMajor 12 leaves it as it is, 13 lets it need {@code libcublas.so.13}
   * @throws IOException if it is not on the class path or cannot be written
   */
  Path extract(String name, int cudaMajor) throws IOException {
    String fileName = fileName(name);
    byte[] content = content(fileName);
    if (cudaMajor != 12 && ElfPatch.needed(content).contains("libcublas.so.12")) {
      content = ElfPatch.renameNeeded(content, "libcublas.so.12", "libcublas.so." + cudaMajor);
    }
    Path file = folder.resolve(fileName);
    if (!holds(file, content)) {
      Path fresh = Files.createTempFile(folder, name, ".part");
      try {
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    }
    return file;
  }

  /** The file name that JCuda looks for. */
  static String fileName(String name) {
    return "lib" + name + "-" + JCudaVersion.get() + "-linux-x86_64.so";
  }

  private static byte[] content(String fileName) throws IOException {
    try (InputStream in = JCudaVersion.class.getResourceAsStream("/lib/" + fileName)) {
      if (in == null) {
        throw new IOException(fileName + " is not on the class path; JCuda's natives are missing");
      }
      return in.readAllBytes();
    }
  }

  private static boolean holds(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content);
  }

  private static Path privateFolder(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    Path probe = Files.createTempFile(path, "probe", ".part");
    try {
      boolean own = Files.getOwner(path).equals(Files.getOwner(probe));
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(path);
      if (!own || granted.stream().anyMatch(OTHERS_WRITE::contains)) {
        throw new IOException(path + " belongs to, or can be changed by, another user");
      }
    } finally {
      Files.delete(probe);
    }
    return path;
  }
}
