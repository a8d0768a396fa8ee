package fcn4j.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipFile;

/**
 * Where reading stands within a member of an .npz archive: a compressed array can only be read
 * forwards, so the next stretch goes on where the last one ended. At the array's end its checksum
 * is compared.
 */
final class NpzCursor implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final NpzMember member;
  private final CheckedInputStream in;
  private long position;

  private NpzCursor(NpzMember member, InputStream in) throws IOException {
    this.member = member;
    this.in = new CheckedInputStream(in, new CRC32());
    this.in.skipNBytes(member.header().dataStart());
  }

  static NpzCursor open(ZipFile archive, NpzMember member) throws IOException {
    InputStream in = archive.getInputStream(member.zip());
    try {
      return new NpzCursor(member, in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Whether the stretch of an array that begins here can be reached from where reading stands. */
  boolean reaches(NpzMember wanted, long first) {
    return member.equals(wanted) && first >= position;
  }

  /**
   * Reads the values from {@code first} on.
   *
   * @throws WeightFileException at the array's end if its checksum is not the stored one
   */
  void read(long first, float[] target, int offset, int values) throws IOException {
    int bytes = member.header().type().bytes;
    in.skipNBytes((first - position) * bytes);
    position = first;
    byte[] buffer = new byte[(int) Math.min(BUFFER_BYTES, (long) values * bytes)];
    for (int done = 0; done < values; ) {
      int part = Math.min(values - done, BUFFER_BYTES / bytes);
      if (in.readNBytes(buffer, 0, part * bytes) < part * bytes) {
        throw new EOFException("it ends within its values");
      }
      member
          .header()
          .type()
          .copyFloats(
              MemorySegment.ofArray(buffer), member.header().order(), target, offset + done, part);
      done += part;
      position += part;
    }
    if (values > 0 && position == member.count()) {
      checkEnd();
    }
  }

  private void checkEnd() throws IOException {
    if (in.read() >= 0 || in.getChecksum().getValue() != member.zip().getCrc()) {
      throw NpyHeader.damaged(member.origin(), "its checksum is not the stored one");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
