package fcn4j.emulator.memory;

import org.jspecify.annotations.Nullable;

/**
 * A piece of device memory with its shadows.
 *
 * <p>{@code state} holds one byte a data byte: 0 never written, 1 written, {@link #RED_ZONE}
 * between variables. The tags say who wrote and read a word (or, after the first narrow access, a
 * byte) last.
 */
public final class Page {
  public static final byte WRITTEN = 1;
  public static final byte RED_ZONE = 2;

  /** The address of the first byte. */
  public final long base;

  /** The number of bytes that may be accessed. */
  public final int limit;

  public final byte[] data;
  public final byte[] state;
  public final Allocation owner;
  public long @Nullable [] writers;
  public long @Nullable [] readers;

  /** Whether the tags are kept for each byte; else for each 4-byte word. */
  public boolean byteTags;

  public Page(Allocation owner, long base, int limit) {
    this.owner = owner;
    this.base = base;
    this.limit = limit;
    int room = (limit + 7) & ~7;
    this.data = new byte[room];
    this.state = new byte[room];
  }

  /** Creates the tags, or refines them to bytes where a narrow access needs it. */
  public synchronized void needTags(boolean bytes) {
    long[] oldWriters = writers;
    long[] oldReaders = readers;
    if (oldWriters == null || oldReaders == null) {
      int count = bytes ? data.length : data.length / 4;
      byteTags = bytes;
      readers = new long[count];
      writers = new long[count];
    } else if (bytes && !byteTags) {
      readers = refined(oldReaders);
      writers = refined(oldWriters);
      byteTags = true;
    }
  }

  private static long[] refined(long[] words) {
    long[] bytes = new long[words.length * 4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = words[i / 4];
    }
    return bytes;
  }
}
