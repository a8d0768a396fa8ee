package fcn4j.weights;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A stretch of a mapped file as a stream; skipping costs nothing. */
final class SegmentInput extends InputStream {
  private final MemorySegment bytes;
  private final long end;
  private long at;

  SegmentInput(MemorySegment bytes, long begin, long end) {
    this.bytes = bytes;
    this.at = begin;
    this.end = end;
  }

  @Override
  public int read() {
    return at == end ? -1 : bytes.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (at == end) {
      return -1;
    }
    int count = (int) Math.min(length, end - at);
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.clamp(count, 0, end - at);
    at += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - at);
  }
}
