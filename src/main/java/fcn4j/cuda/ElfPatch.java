package fcn4j.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Renames a library that a 64-bit little-endian ELF file needs, to a name of the same length.
 *
 * <p>Three places say the name: the needed entry, the file of the version requirement, and the
 * version nodes themselves, which NVIDIA names like the library. The last also carry the hash of
 * their name, and the loader compares the hash first. JCuda's cuBLAS binding needs {@code
 * libcublas.so.12}; with this it runs on {@code libcublas.so.13}, whose functions are the same.
 */
final class ElfPatch {
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final long NEEDED = 1;
  private static final long STRING_TABLE = 5;
  private static final long VERSION_NEEDED = 0x6ffffffeL;
  private static final long VERSION_NEEDED_COUNT = 0x6fffffffL;

  private final ByteBuffer elf;
  private final List<long[]> loads = new ArrayList<>();
  private final List<long[]> dynamic = new ArrayList<>();
  private final long strings;

  private ElfPatch(byte[] bytes) {
    elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean understood =
        bytes.length > 64 && elf.getInt(0) == 0x464c457f && bytes[4] == 2 && bytes[5] == 1;
    if (!understood) {
      throw new IllegalArgumentException("not a 64-bit little-endian ELF file");
    }
    readHeaders();
    strings = fileOffset(entry(STRING_TABLE));
  }

  /**
   * A copy of an ELF file that needs {@code to} where it needed {@code from}.
   *
   * @throws IllegalArgumentException if the names differ in length, the file is no such ELF file or
   *     does not need {@code from}
   */
  static byte[] renameNeeded(byte[] elf, String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException(from + " and " + to + " differ in length");
    }
    byte[] copy = elf.clone();
    new ElfPatch(copy).rename(from, to);
    return copy;
  }

  /** The names of the libraries that an ELF file needs. */
  static List<String> needed(byte[] elf) {
    ElfPatch file = new ElfPatch(elf);
    return file.dynamic.stream()
        .filter(entry -> entry[0] == NEEDED)
        .map(entry -> file.string(entry[1]))
        .toList();
  }

  /** The hash of a symbol or version name that the ELF standard defines. */
  static int hash(String name) {
    int hash = 0;
    for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
      hash = (hash << 4) + (b & 0xff);
      int high = hash & 0xf0000000;
      hash = (hash ^ high >>> 24) & ~high;
    }
    return hash;
  }

  private void readHeaders() {
    long table = elf.getLong(32);
    int size = elf.getShort(54) & 0xffff;
    int count = elf.getShort(56) & 0xffff;
    for (int i = 0; i < count; i++) {
      int at = Math.toIntExact(table + (long) i * size);
      int type = elf.getInt(at);
      long offset = elf.getLong(at + 8);
      long address = elf.getLong(at + 16);
      long bytes = elf.getLong(at + 32);
      if (type == LOAD) {
        loads.add(new long[] {address, offset, bytes});
      } else if (type == DYNAMIC) {
        readDynamic(offset, bytes);
      }
    }
  }

  private void readDynamic(long offset, long bytes) {
    for (long at = offset; at < offset + bytes; at += 16) {
      int position = Math.toIntExact(at);
      dynamic.add(new long[] {elf.getLong(position), elf.getLong(position + 8)});
      if (elf.getLong(position) == 0) {
        return;
      }
    }
  }

  private void rename(String from, String to) {
    List<Long> names = new ArrayList<>();
    for (long[] entry : dynamic) {
      if (entry[0] == NEEDED && string(entry[1]).equals(from)) {
        names.add(entry[1]);
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("the file does not need " + from);
    }
    if (has(VERSION_NEEDED)) {
      renameVersions(from, to, names);
    }
    byte[] replacement = to.getBytes(StandardCharsets.US_ASCII);
    for (long name : names) {
      elf.put(Math.toIntExact(strings + name), replacement);
    }
  }

  private void renameVersions(String from, String to, List<Long> names) {
    long file = fileOffset(entry(VERSION_NEEDED));
    for (long i = 0; i < entry(VERSION_NEEDED_COUNT); i++) {
      int at = Math.toIntExact(file);
      long fileName = elf.getInt(at + 4) & 0xffffffffL;
      if (string(fileName).equals(from)) {
        names.add(fileName);
      }
      long version = file + (elf.getInt(at + 8) & 0xffffffffL);
      for (int j = 0; j < (elf.getShort(at + 2) & 0xffff); j++) {
        int node = Math.toIntExact(version);
        long nodeName = elf.getInt(node + 8) & 0xffffffffL;
        if (string(nodeName).equals(from)) {
          elf.putInt(node, hash(to));
          names.add(nodeName);
        }
        version += elf.getInt(node + 12) & 0xffffffffL;
      }
      file += elf.getInt(at + 12) & 0xffffffffL;
    }
  }

  private boolean has(long tag) {
    return dynamic.stream().anyMatch(entry -> entry[0] == tag);
  }

  private long entry(long tag) {
    return dynamic.stream()
        .filter(entry -> entry[0] == tag)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the ELF file has no dynamic entry " + tag))[1];
  }

  private long fileOffset(long address) {
    for (long[] load : loads) {
      if (address >= load[0] && address < load[0] + load[2]) {
        return address - load[0] + load[1];
      }
    }
    throw new IllegalArgumentException("address " + address + " lies in no loaded segment");
  }

  private String string(long offset) {
    int start = Math.toIntExact(strings + offset);
    int end = start;
    while (elf.get(end) != 0) {
      end++;
    }
    return new String(elf.array(), start, end - start, StandardCharsets.US_ASCII);
  }
}
