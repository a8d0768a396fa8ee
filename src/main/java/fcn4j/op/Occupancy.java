package fcn4j.op;

/** How many bytes of a backend's memory are taken, now and at most. */
public final class Occupancy {
  private long bytes;
  private long peakBytes;

  /** Notes that memory was allocated. */
  public void take(long count) {
    bytes += count;
    peakBytes = Math.max(peakBytes, bytes);
  }

  /** Notes that memory was freed. */
  public void give(long count) {
    bytes -= count;
  }

  /** Bytes that are taken now. */
  public long bytes() {
    return bytes;
  }

  /** The most bytes that were taken at any one time since the start or {@link #resetPeak}. */
  public long peakBytes() {
    return peakBytes;
  }

  /** Forgets the peak: it is what is taken now. */
  public void resetPeak() {
    peakBytes = bytes;
  }
}
