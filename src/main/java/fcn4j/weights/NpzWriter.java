package fcn4j.weights;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes .npz archives as {@code numpy.savez} does, uncompressed, atomically; equal input gives
 * equal bytes.
 */
public final class NpzWriter {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final int MAX_NAME_BYTES = 60_000;

  private NpzWriter() {}

  /**
   * Writes arrays that pass through a small buffer; the target is whole or unchanged.
   *
   * @param reader asked twice for each entry's values, once for the checksum that comes first
   * @throws WeightFileException if the file cannot be written, two arrays have the same name, a
   *     value is beyond the type, or numpy does not have the type
   */
  public static void write(
      Path path, List<WeightEntry> entries, ArrayReader reader, FloatType type) {
    checkNames(path, entries);
    NpyType stored = NpyType.of(type);
    AtomicFile.write(
        path,
        channel -> {
          ZipOutputStream zip =
              new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
          for (WeightEntry entry : entries) {
            writeMember(zip, entry, NpyHeader.encode(stored, entry.dims()), reader, type);
          }
          zip.finish();
          zip.flush();
        });
  }

  private static void checkNames(Path path, List<WeightEntry> entries) {
    Set<String> seen = new HashSet<>();
    for (WeightEntry entry : entries) {
      if (!seen.add(entry.name())
          || entry.name().getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
        throw new WeightFileException(
            "%s cannot hold the array '%s': its name is taken or too long; rename it"
                .formatted(path, entry.name()));
      }
    }
  }

  private static void writeMember(
      ZipOutputStream zip, WeightEntry entry, byte[] header, ArrayReader reader, FloatType type)
      throws IOException {
    CRC32 crc = new CRC32();
    crc.update(header);
    new FloatOutput(type, crc::update).write(entry, reader);
    ZipEntry member = new ZipEntry(entry.name() + ".npy");
    member.setTimeLocal(TIME);
    member.setMethod(ZipEntry.STORED);
    member.setSize(header.length + entry.count() * type.bytes);
    member.setCrc(crc.getValue());
    zip.putNextEntry(member);
    zip.write(header);
    new FloatOutput(type, bytes -> zip.write(bytes.array(), 0, bytes.limit())).write(entry, reader);
    zip.closeEntry();
  }
}
