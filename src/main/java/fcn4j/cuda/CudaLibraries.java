package fcn4j.cuda;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the CUDA libraries of this host are: the driver, cuBLAS of CUDA 12 or 13, and cuDNN 9.
 *
 * <p>Finding loads nothing. Folders named by the system property {@code fcn4j.cuda.path} or the
 * environment variable {@code FCN4J_CUDA_PATH} come first; see {@link LibraryFolders} for the rest.
 */
public final class CudaLibraries {
  private static final Pattern FILE_VERSION = Pattern.compile("\\.so\\.(\\d+(?:\\.\\d+)+)$");
  private static final Pattern WHEEL = Pattern.compile("nvidia_(\\w+?)(?:_cu\\d+)?-([\\d.]+)\\.");

  private final List<Path> folders;
  private final int cudaMajor;
  private final Map<LibraryName, LibraryReport> reports = new EnumMap<>(LibraryName.class);

  /**
   * Looks for all libraries.
   *
   * @param folders where, in order
   * @param newestMajor the newest CUDA major version that the driver takes; empty where unknown
   */
  CudaLibraries(List<Path> folders, OptionalInt newestMajor) {
    this.folders = List.copyOf(folders);
    this.cudaMajor = chooseMajor(newestMajor);
    for (LibraryName library : LibraryName.values()) {
      reports.put(library, look(library, library.fileName(cudaMajor)));
    }
  }

  /** Looks for all libraries on this host, for any driver. */
  public static CudaLibraries onThisHost() {
    return onThisHost(OptionalInt.empty());
  }

  /** Looks for all libraries on this host that a driver of this CUDA major version takes. */
  static CudaLibraries onThisHost(OptionalInt newestMajor) {
    String explicit = System.getProperty("fcn4j.cuda.path", System.getenv("FCN4J_CUDA_PATH"));
    return new CudaLibraries(
        new LibraryFolders(
                Path.of("/"), System.getenv(), System.getProperty("user.home", ""), explicit)
            .inOrder(),
        newestMajor);
  }

  /** The CUDA major version of the libraries chosen: 12 or 13. */
  public int cudaMajor() {
    return cudaMajor;
  }

  /** What was found of each library, in the order of loading. */
  public List<LibraryReport> reports() {
    return List.copyOf(reports.values());
  }

  /** What was found of one library. */
  public LibraryReport report(LibraryName library) {
    LibraryReport report = reports.get(library);
    if (report == null) {
      throw new IllegalStateException("no report for " + library);
    }
    return report;
  }

  /** The folders searched, in order. */
  public List<Path> folders() {
    return folders;
  }

  /** The parts that {@code libcudnn.so.9} opens by itself, from its own folder. */
  List<Path> cudnnParts() {
    Path cudnn = report(LibraryName.CUDNN).path();
    List<Path> parts = new ArrayList<>();
    if (cudnn == null) {
      return parts;
    }
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(cudnn.resolveSibling(""), "libcudnn_*.so.9")) {
      stream.forEach(parts::add);
    } catch (IOException | DirectoryIteratorException unreadable) {
      return parts;
    }
    parts.sort(Comparator.naturalOrder());
    return parts;
  }

  /** The newest version of which both cuBLAS libraries are there, else the newest allowed. */
  private int chooseMajor(OptionalInt newestMajor) {
    int newest = newestMajor.orElse(13);
    for (int major = Math.min(newest, 13); major >= 12; major--) {
      if (find(LibraryName.CUBLAS.fileName(major)) != null
          && find(LibraryName.CUBLAS_LT.fileName(major)) != null) {
        return major;
      }
    }
    return newest >= 13 ? 13 : 12;
  }

  private LibraryReport look(LibraryName library, String fileName) {
    Path path = find(fileName);
    return path == null
        ? LibraryReport.missing(library, fileName)
        : LibraryReport.found(library, path, version(path));
  }

  private @Nullable Path find(String fileName) {
    for (Path folder : folders) {
      Path file = folder.resolve(fileName);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }

  /** The version in the name of the file that the link leads to, or in the wheel's metadata. */
  private static @Nullable String version(Path path) {
    try {
      Matcher name = FILE_VERSION.matcher(path.toRealPath().toString());
      return name.find() ? name.group(1) : wheelVersion(path);
    } catch (IOException unreadable) {
      return null;
    }
  }

  private static @Nullable String wheelVersion(Path path) throws IOException {
    // .../site-packages/nvidia/cublas/lib/libcublas.so.12 ->
    // site-packages/nvidia_cublas_cu12-….dist-info
    Path packages = path.resolve("../../../..").normalize();
    String library = path.getFileName().toString().replaceAll("^lib|Lt|\\.so.*", "");
    if (!path.toString().contains("/nvidia/") || !Files.isDirectory(packages)) {
      return null;
    }
    try (DirectoryStream<Path> stream =
        Files.newDirectoryStream(packages, "nvidia_" + "*.dist-info")) {
      for (Path info : stream) {
        Matcher wheel = WHEEL.matcher(info.getFileName().toString());
        if (wheel.lookingAt() && wheel.group(1).replace("cuda_", "").equals(library)) {
          return wheel.group(2);
        }
      }
    } catch (DirectoryIteratorException unreadable) {
      return null;
    }
    return null;
  }
}
