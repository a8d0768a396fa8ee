package fcn4j.cli;

import fcn4j.data.ImageFile;
import fcn4j.data.RgbImage;
import fcn4j.tensor.Background;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that are read by a thread of its own: the first while the net is loaded, each other
 * while the one before is computed.
 */
final class PictureAhead implements AutoCloseable {
  private final Iterator<Path> files;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("fcn4j-pictures").factory());
  private @Nullable Future<RgbImage> reading;

  /** Begins to read the first. */
  PictureAhead(List<Path> files) {
    this.files = files.iterator();
    reading = begin();
  }

  private @Nullable Future<RgbImage> begin() {
    if (!files.hasNext()) {
      return null;
    }
    Path file = files.next();
    return thread.submit(() -> ImageFile.read(file));
  }

  /**
   * Waits for the next picture, in order, and begins to read the one behind it.
   *
   * @throws fcn4j.data.DataException if it can't be read
   */
  RgbImage next() {
    Future<RgbImage> wanted = reading;
    if (wanted == null) {
      throw new IllegalStateException("there is no further picture");
    }
    RgbImage image = Background.await(wanted, "reading a picture");
    reading = begin();
    return image;
  }

  /** Ends the thread. */
  @Override
  public void close() {
    thread.close();
  }
}
