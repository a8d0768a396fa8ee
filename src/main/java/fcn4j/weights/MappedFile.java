package fcn4j.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file mapped into memory for reading, of any size: it costs no heap. Owns the mapping.
 *
 * @param bytes the whole file; invalid once closed
 * @param channel the same file, for reading without mapping
 */
record MappedFile(String origin, MemorySegment bytes, Arena arena, FileChannel channel)
    implements AutoCloseable {

  /**
   * Maps a file.
   *
   * @throws WeightFileException if it is missing, empty or cannot be read
   */
  static MappedFile open(Path path) {
    FileChannel channel;
    try {
      channel = FileChannel.open(path);
    } catch (NoSuchFileException e) {
      throw new WeightFileException(path + " does not exist; check the path", e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    Arena arena = Arena.ofShared();
    try {
      if (channel.size() == 0) {
        throw new WeightFileException(path + " is empty (0 bytes); write or download it again");
      }
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new MappedFile(path.toString(), bytes, arena, channel);
    } catch (IOException e) {
      release(arena, channel);
      throw unreadable(path, e);
    } catch (RuntimeException e) {
      release(arena, channel);
      throw e;
    }
  }

  private static WeightFileException unreadable(Path path, IOException e) {
    return new WeightFileException(
        "cannot read %s: %s; check that it is a readable file"
            .formatted(path, AtomicFile.reason(e)),
        e);
  }

  private static void release(Arena arena, FileChannel channel) {
    if (arena.scope().isAlive()) {
      arena.close();
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unmaps and closes the file; what was copied out of it stays valid. */
  @Override
  public void close() {
    release(arena, channel);
  }
}
