package fcn4j.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file mapped into memory for reading, of any size: it costs no heap. Owns the mapping.
 *
 * @param bytes the whole file; invalid once closed
 */
record MappedFile(String origin, MemorySegment bytes, Arena arena) implements AutoCloseable {

  /**
   * Maps a file.
   *
   * @throws WeightFileException if it is missing, empty or cannot be read
   */
  static MappedFile open(Path path) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path)) {
      if (channel.size() == 0) {
        throw new WeightFileException(path + " is empty (0 bytes); write or download it again");
      }
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new MappedFile(path.toString(), bytes, arena);
    } catch (NoSuchFileException e) {
      arena.close();
      throw new WeightFileException(path + " does not exist; check the path", e);
    } catch (IOException e) {
      arena.close();
      throw new WeightFileException(
          "cannot read %s: %s; check that it is a readable file"
              .formatted(path, AtomicFile.reason(e)),
          e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /** Unmaps the file; what was copied out of it stays valid. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
