package fcn4j.cuda;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/**
 * Loads the host's CUDA libraries by path and then JCuda's bindings, which so find them without
 * {@code LD_LIBRARY_PATH}.
 *
 * <p>JCuda extracts its natives to a fixed name in {@code java.io.tmpdir} and loads what it finds
 * there; for that moment the property names our {@link NativeFolder}, which holds the checked
 * files.
 */
final class NativeLoader {
  private static final String TEMPORARY = "java.io.tmpdir";

  private final NativeFolder folder;
  private final int cudaMajor;

  NativeLoader(NativeFolder folder, int cudaMajor) {
    this.folder = folder;
    this.cudaMajor = cudaMajor;
  }

  /**
   * Whether JCuda's driver class has native methods. A test's stand-in for it has none, and then
   * there is nothing to load.
   */
  static boolean isNative() {
    return Arrays.stream(JCudaDriver.class.getDeclaredMethods())
        .anyMatch(method -> Modifier.isNative(method.getModifiers()));
  }

  /** Whether JCuda has natives for this operating system and processor. */
  static boolean isSupportedPlatform() {
    return System.getProperty("os.name", "").equals("Linux")
        && System.getProperty("os.arch", "").equals("amd64");
  }

  /** Loads a host library; returns why it cannot be loaded, or null. */
  @SuppressWarnings("restricted")
  static @Nullable String load(Path library) {
    try {
      System.load(library.toString());
      return null;
    } catch (UnsatisfiedLinkError refused) {
      return message(refused);
    }
  }

  /** Loads libraries that need each other, in whatever order works; returns what could not be. */
  static List<Path> loadAll(List<Path> libraries) {
    List<Path> left = new ArrayList<>(libraries);
    boolean progress = true;
    while (progress) {
      progress = left.removeIf(library -> load(library) == null);
    }
    return left;
  }

  /**
   * Initialises one of JCuda's classes with our copy of its native library; returns why it cannot
   * be, or null.
   *
   * @param className as in {@code jcuda.driver.JCudaDriver}
   * @param nativeName as in {@code JCudaDriver}
   */
  @Nullable String bind(String className, String nativeName) {
    synchronized (NativeLoader.class) {
      String before = System.getProperty(TEMPORARY);
      try {
        folder.extract(nativeName, cudaMajor);
        System.setProperty(TEMPORARY, folder.path().toString());
        Class.forName(className, true, NativeLoader.class.getClassLoader());
        return null;
      } catch (IOException | ClassNotFoundException | LinkageError refused) {
        return message(refused);
      } finally {
        if (before != null) {
          System.setProperty(TEMPORARY, before);
        }
      }
    }
  }

  /** The line of a loader's message that says what is wrong. */
  private static String message(Throwable refused) {
    String whole = String.valueOf(refused.getMessage());
    return whole
        .lines()
        .filter(line -> line.contains("cannot open shared object") || line.contains("not found"))
        .findFirst()
        .orElse(whole.lines().findFirst().orElse(refused.getClass().getSimpleName()))
        .strip();
  }
}
