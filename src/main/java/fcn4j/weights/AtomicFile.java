package fcn4j.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file whole or not at all: into a temporary file beside it, forced to disk, then renamed
 * over the target.
 *
 * <p>A reader sees the old file or the new one, never half of one, and a failed write leaves no
 * trace.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Puts the content into a file that is open for writing. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything; the channel is closed by the caller. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes the target; folders above it are made where missing.
   *
   * @throws WeightFileException if the folder cannot be made or written; the target is then
   *     unchanged
   */
  public static void write(Path target, Content content) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new WeightFileException(target + " is not a file name; name a file to write");
    }
    try {
      Files.createDirectories(folder);
      Path temporary = folder.resolve(temporaryName(target));
      try {
        try (FileChannel channel =
            FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
          content.writeTo(channel);
          channel.force(true);
        }
        replace(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new WeightFileException(
          "cannot write %s: %s; check that the folder is writable and the disk has room"
              .formatted(target, reason(e)),
          e);
    }
  }

  /** What went wrong, in words: some exceptions of the file system carry nothing but a path. */
  static String reason(IOException e) {
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + " (" + message + ")";
  }

  private static String temporaryName(Path target) {
    return ".%s.%d-%x.part"
        .formatted(target.getFileName(), ProcessHandle.current().pid(), System.nanoTime());
  }

  private static void replace(Path temporary, Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new IOException("a folder of that name exists");
    }
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
