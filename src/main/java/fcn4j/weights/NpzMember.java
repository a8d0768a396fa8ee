package fcn4j.weights;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * One array of an .npz archive.
 *
 * @param zip its place in the archive
 * @param count number of values
 * @param origin what to call it in messages
 */
record NpzMember(ZipEntry zip, NpyHeader header, WeightEntry entry, long count, String origin) {
  private static final String SUFFIX = ".npy";

  static boolean isArray(ZipEntry zip) {
    return !zip.isDirectory() && zip.getName().endsWith(SUFFIX);
  }

  /**
   * Reads a member's header.
   *
   * @throws WeightFileException if it is damaged, or its extents do not give its size
   */
  static NpzMember open(ZipFile archive, ZipEntry zip) throws IOException {
    String origin = archive.getName() + ", array '" + zip.getName() + "'";
    byte[] bytes;
    try (InputStream in = archive.getInputStream(zip)) {
      byte[] start = in.readNBytes(NpyHeader.START_BYTES);
      int more = Math.max(0, NpyHeader.bytesToParse(start) - start.length);
      byte[] rest = in.readNBytes(more);
      bytes = Arrays.copyOf(start, start.length + rest.length);
      System.arraycopy(rest, 0, bytes, start.length, rest.length);
    }
    NpyHeader header = NpyHeader.parse(MemorySegment.ofArray(bytes), origin);
    long count = header.checkedCount(zip.getSize() - header.dataStart(), origin);
    String name = zip.getName().substring(0, zip.getName().length() - SUFFIX.length());
    if (name.isEmpty()) {
      throw new WeightFileException(
          archive.getName()
              + " has an array without a name; save it with numpy.savez(file, name=…)");
    }
    return new NpzMember(zip, header, new WeightEntry(name, header.dims()), count, origin);
  }
}
