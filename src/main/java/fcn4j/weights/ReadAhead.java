package fcn4j.weights;

import fcn4j.tensor.Background;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The pieces of one array: the next is read by a thread of its own while the last is taken, because
 * reading half a gigabyte takes about as long as putting it where it belongs. One thread at a time
 * reads. An array of a single piece is read by the caller.
 */
final class ReadAhead implements AutoCloseable {
  private final ArrayReader reader;
  private final WeightEntry entry;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("fcn4j-weights").factory());

  /** The array is not read before {@link #handOn}. */
  ReadAhead(ArrayReader reader, WeightEntry entry) {
    this.reader = reader;
    this.entry = entry;
  }

  /** Hands on the array in its order; what reading or taking throws is thrown. */
  void handOn(ArrayReader.Piece piece) {
    long total = entry.count();
    float[] values = new float[count(0)];
    read(0, values);
    if (total <= values.length) {
      piece.take(0, values, values.length);
      return;
    }
    float[] next = new float[values.length];
    for (long first = 0; first < total; first += ArrayReader.PIECE_FLOATS) {
      long following = first + ArrayReader.PIECE_FLOATS;
      float[] target = next;
      Future<?> reading = thread.submit(() -> read(following, target));
      piece.take(first, values, count(first));
      Background.await(reading, "reading weights");
      next = values;
      values = target;
    }
  }

  private int count(long first) {
    return (int) Math.clamp(entry.count() - first, 0, ArrayReader.PIECE_FLOATS);
  }

  private void read(long first, float[] target) {
    int count = count(first);
    if (count > 0) {
      reader.read(entry, first, target, 0, count);
    }
  }

  /** Waits for a reading that was begun, and ends the thread. */
  @Override
  public void close() {
    thread.close();
  }
}
