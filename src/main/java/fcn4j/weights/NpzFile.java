package fcn4j.weights;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * An .npz archive of numpy, stored or compressed: opening reads the headers of its arrays, reading
 * unpacks no more than what is asked for and what lies before it.
 */
final class NpzFile implements WeightFile {
  private static final int MAX_MEMBERS = 10_000;

  /** Small archives may unpack to this much whatever their ratio. */
  private static final long ALWAYS_ALLOWED_BYTES = 64L << 20;

  /** Compressed weights take at least a third of their size; arrays of zeros a thousandth. */
  private static final long MAX_RATIO = 200;

  private final Path path;
  private final ZipFile archive;
  private final Map<String, NpzMember> members;
  private @Nullable NpzCursor cursor;

  private NpzFile(Path path, ZipFile archive, Map<String, NpzMember> members) {
    this.path = path;
    this.archive = archive;
    this.members = members;
  }

  /**
   * Opens an archive and checks every array's extents against its size.
   *
   * @throws WeightFileException if it is missing, damaged, holds no arrays, or claims to unpack to
   *     far more than weights do
   */
  static NpzFile open(Path path) {
    try {
      ZipFile archive = new ZipFile(path.toFile());
      try {
        return new NpzFile(path, archive, members(path, archive));
      } catch (IOException | RuntimeException e) {
        archive.close();
        throw e;
      }
    } catch (NoSuchFileException e) {
      throw new WeightFileException(path + " does not exist; check the path", e);
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(path, e);
    }
  }

  private static Map<String, NpzMember> members(Path path, ZipFile archive) throws IOException {
    checkSizes(path, archive);
    Map<String, NpzMember> members = new LinkedHashMap<>();
    for (ZipEntry zip : Collections.list(archive.entries())) {
      if (NpzMember.isArray(zip)) {
        NpzMember member = NpzMember.open(archive, zip);
        if (members.put(member.entry().name(), member) != null) {
          throw new WeightFileException(
              "%s has two arrays named %s; save it again".formatted(path, member.entry().name()));
        }
      }
    }
    if (members.isEmpty()) {
      throw new WeightFileException(
          path
              + " is an archive without arrays of numpy (.npy members); if PyTorch wrote it, save its arrays with numpy.savez");
    }
    return members;
  }

  /** Refuses archives that are made to fill memory or disk, before anything is unpacked. */
  private static void checkSizes(Path path, ZipFile archive) {
    if (archive.size() > MAX_MEMBERS) {
      throw new WeightFileException(
          "%s has %d members; at most %d are read".formatted(path, archive.size(), MAX_MEMBERS));
    }
    long packed = path.toFile().length();
    long unpacked = 0;
    for (ZipEntry zip : Collections.list(archive.entries())) {
      unpacked += Math.min(zip.getSize(), Long.MAX_VALUE / MAX_MEMBERS);
    }
    if (unpacked > ALWAYS_ALLOWED_BYTES && unpacked / MAX_RATIO > packed) {
      throw new WeightFileException(
          "%s would unpack from %d bytes to %d, more than %d times as many, as an archive made to do harm would; save it with numpy.savez, uncompressed"
              .formatted(path, packed, unpacked, MAX_RATIO));
    }
  }

  @Override
  public WeightFormat format() {
    return WeightFormat.NPZ;
  }

  @Override
  public String origin() {
    return path.toString();
  }

  @Override
  public List<WeightEntry> entries() {
    return members.values().stream().map(NpzMember::entry).toList();
  }

  @Override
  public Optional<WeightEntry> find(String name) {
    return Optional.ofNullable(members.get(name)).map(NpzMember::entry);
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public String storedType(WeightEntry entry) {
    return member(entry).header().type().plainName();
  }

  private NpzMember member(WeightEntry entry) {
    NpzMember member = members.get(entry.name());
    if (member == null) {
      throw new WeightFileException("%s has no array named %s".formatted(path, entry.name()));
    }
    return member;
  }

  @Override
  public void read(WeightEntry entry, long first, float[] target, int offset, int count) {
    NpzMember member = member(entry);
    Objects.checkFromIndexSize(first, (long) count, member.count());
    Objects.checkFromIndexSize(offset, count, target.length);
    try {
      cursorAt(member, first).read(first, target, offset, count);
    } catch (IOException e) {
      throw damaged(path, e);
    }
  }

  private NpzCursor cursorAt(NpzMember member, long first) throws IOException {
    NpzCursor open = cursor;
    if (open != null && open.reaches(member, first)) {
      return open;
    }
    cursor = null;
    if (open != null) {
      open.close();
    }
    NpzCursor next = NpzCursor.open(archive, member);
    cursor = next;
    return next;
  }

  private static WeightFileException damaged(Path path, Exception e) {
    String what =
        e instanceof IOException io ? AtomicFile.reason(io) : String.valueOf(e.getMessage());
    return new WeightFileException(
        "%s is damaged or no archive of numpy: %s; write or download it again"
            .formatted(path, what),
        e);
  }

  @Override
  public void close() {
    try {
      archive.close();
    } catch (IOException e) {
      throw new WeightFileException("cannot close %s: %s".formatted(path, AtomicFile.reason(e)), e);
    }
  }
}
