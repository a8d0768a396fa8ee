package fcn4j.emulator.exec;

import java.util.Arrays;

/**
 * Decides whether two accesses to a word are ordered.
 *
 * <p>A tag is block {@code << 34 |} time {@code << 12 |} thread {@code << 1 |} flag. Time counts
 * the barriers of the block. The thread field is a thread, 1024 + a warp for several threads of
 * that warp, or 2047 for several threads of the block. The flag marks an atomic in a write tag and
 * several blocks in a read tag. Tags below {@link #firstTag} belong to earlier launches.
 */
final class RaceTracker {
  static final int NONE = 0;
  static final int WRITE_WRITE = 1;
  static final int READ_WRITE = 2;

  static final int BLOCK_SHIFT = 34;
  private static final int TIME_SHIFT = 12;
  private static final int THREAD_MASK = 2047;
  private static final int MANY_OF_WARP = 1024;
  private static final long MAX_BLOCKS = 1L << 29;

  private final long[] warpSince;
  private long firstTag;
  private long blockTag;
  private long now;
  private long since;
  private long publishedTag;
  private long[] published = {};
  private boolean acquired;

  RaceTracker(int threads) {
    warpSince = new long[(threads + 31) / 32];
  }

  /**
   * Starts a block.
   *
   * @param firstSerial the serial number of the first block whose accesses count
   * @param published by block of the launch, up to which tag its writes are published by fence and
   *     atomic
   */
  void startBlock(long firstSerial, long serial, long[] published) {
    if (serial >= MAX_BLOCKS) {
      throw new IllegalStateException("more blocks than race tags can number; reset the device");
    }
    this.published = published;
    firstTag = firstSerial << BLOCK_SHIFT;
    blockTag = serial << BLOCK_SHIFT;
    now = blockTag;
    since = blockTag;
    publishedTag = -1;
    acquired = false;
    Arrays.fill(warpSince, blockTag);
  }

  /** All threads of the block have met. */
  void barrier() {
    now += 1L << TIME_SHIFT;
    since = now;
  }

  /** The threads of a warp have met. */
  void warpBarrier(int warp) {
    now += 1L << TIME_SHIFT;
    warpSince[warp] = now;
  }

  /** A thread made its writes visible to the device. */
  void fence() {
    publishedTag = now | (THREAD_MASK << 1);
  }

  /**
   * An atomic on global memory: publishes what was fenced before, and sees what others published.
   */
  void synchronise() {
    acquired = true;
    int index = index(blockTag);
    if (publishedTag >= 0 && index < published.length) {
      published[index] = publishedTag;
    }
  }

  private int index(long tag) {
    return (int) ((tag >>> BLOCK_SHIFT) - (firstTag >>> BLOCK_SHIFT));
  }

  /** Records a read; {@link #READ_WRITE} where an unordered write came before. */
  int read(long[] writers, long[] readers, int at, int lane) {
    long me = now | ((long) lane << 1);
    long writer = writers[at];
    if (writer >= firstTag && (writer >= since || writer < blockTag) && conflicts(writer, lane)) {
      return READ_WRITE;
    }
    long reader = readers[at];
    if (reader != me && (reader < firstTag || (reader & 1) == 0)) {
      boolean old = reader < firstTag || (reader >= blockTag && reader < since);
      readers[at] = old ? me : merged(reader, me, lane);
    }
    return NONE;
  }

  /** Records a write; tells whether an unordered read or write came before. */
  int write(long[] writers, long[] readers, int at, int lane, boolean atomic) {
    long reader = readers[at];
    if (reader >= firstTag) {
      boolean current = reader >= since || reader < blockTag;
      if ((reader & 1) != 0 || (current && conflicts(reader, lane))) {
        return READ_WRITE;
      }
    }
    long writer = writers[at];
    int result = NONE;
    if (writer >= firstTag && (writer >= since || writer < blockTag)) {
      boolean bothAtomic = atomic && (writer & 1) != 0;
      result = !bothAtomic && conflicts(writer, lane) ? WRITE_WRITE : NONE;
    }
    writers[at] = now | ((long) lane << 1) | (atomic ? 1 : 0);
    return result;
  }

  /**
   * Whether the access of that tag, of this launch, is unordered with an access of the lane now.
   */
  private boolean conflicts(long tag, int lane) {
    if (tag >>> BLOCK_SHIFT != blockTag >>> BLOCK_SHIFT) {
      int index = index(tag);
      return !(acquired && index < published.length && published[index] >= tag);
    }
    int thread = (int) (tag >>> 1) & THREAD_MASK;
    if (thread == lane) {
      return false;
    }
    if (thread == THREAD_MASK || warpOf(thread) != lane >> 5) {
      return true;
    }
    return tag >= warpSince[lane >> 5];
  }

  private static int warpOf(int thread) {
    return thread >= MANY_OF_WARP ? thread - MANY_OF_WARP : thread >> 5;
  }

  private long merged(long reader, long me, int lane) {
    if (reader >>> BLOCK_SHIFT != blockTag >>> BLOCK_SHIFT) {
      return reader | 1;
    }
    int thread = (int) (reader >>> 1) & THREAD_MASK;
    if (thread == lane) {
      return me;
    }
    if (thread == THREAD_MASK || warpOf(thread) != lane >> 5) {
      return now | (THREAD_MASK << 1);
    }
    return reader < warpSince[lane >> 5] ? me : now | ((long) (MANY_OF_WARP + (lane >> 5)) << 1);
  }

  /** Which thread and block a tag names, for reports. */
  static String describe(long tag, long myTag) {
    int thread = (int) (tag >>> 1) & THREAD_MASK;
    String block = tag >>> BLOCK_SHIFT == myTag >>> BLOCK_SHIFT ? "" : " of another block";
    if (thread == THREAD_MASK) {
      return "several threads" + block;
    }
    return thread >= MANY_OF_WARP
        ? "several threads of warp " + (thread - MANY_OF_WARP) + block
        : "thread " + thread + block;
  }

  long now() {
    return now;
  }
}
