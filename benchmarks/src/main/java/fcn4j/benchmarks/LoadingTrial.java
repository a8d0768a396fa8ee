package fcn4j.benchmarks;

import fcn4j.data.Augmentation;
import fcn4j.data.Batch;
import fcn4j.data.Feed;
import fcn4j.data.ImageFile;
import fcn4j.data.LabelFile;
import fcn4j.data.LabelMap;
import fcn4j.data.Placement;
import fcn4j.data.Prefetcher;
import fcn4j.data.Preparation;
import fcn4j.data.Resampling;
import fcn4j.data.RgbImage;
import fcn4j.data.Sample;
import fcn4j.data.Sampler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Pictures on disk and in memory, and what loading does with them. Owns the files. */
final class LoadingTrial {
  private static final Augmentation AUGMENTATION =
      new Augmentation(true, 32, Placement.Margin.REFLECT, 1);

  /** As the trainer does. */
  static final int PREFETCHED = 2;

  /** JPEG changes values by a few units. */
  private static final double MEAN_DIFFERENCE = 12;

  private final ImageSize size;
  private final PictureFolder folder;
  private final List<Sample> samples = new ArrayList<>();
  private final Feed feed;
  private int nextPicture;
  private long nextBatch;

  /**
   * Writes the pictures, reads them back and checks them.
   *
   * @throws IOException if they can't be written
   */
  LoadingTrial(DataParams params) throws IOException {
    size = ImageSize.of(params.size);
    folder = new PictureFolder(size, params.pictures);
    for (int i = 0; i < params.pictures; i++) {
      samples.add(folder.drawn(i));
      check(i);
    }
    Sampler sampler = new Sampler.Shuffled(params.pictures, 1);
    feed = new Feed(folder.dataset(), sampler, Preparation.VOC, AUGMENTATION, params.batch, false);
    Gauge.describe(null, null);
  }

  private void check(int index) {
    Sample drawn = samples.get(index);
    LabelMap labels = LabelFile.read(folder.labels(index));
    if (!Arrays.equals(labels.labels(), drawn.labels().orElseThrow().labels())) {
      throw new IllegalStateException(folder.labels(index) + " was not read as it was written");
    }
    byte[] read = ImageFile.read(folder.image(index)).rgb();
    byte[] written = drawn.image().rgb();
    long sum = 0;
    for (int i = 0; i < written.length; i++) {
      sum += Math.abs(Byte.toUnsignedInt(read[i]) - Byte.toUnsignedInt(written[i]));
    }
    if (sum > MEAN_DIFFERENCE * written.length) {
      throw new IllegalStateException(
          "%s differs from what was written by %.1f a value"
              .formatted(folder.image(index), (double) sum / written.length));
    }
  }

  private <T> List<T> batch(IntFunction<T> one) {
    List<T> results = new ArrayList<>(feed.batchSize());
    for (int i = 0; i < feed.batchSize(); i++) {
      results.add(one.apply(nextPicture));
      nextPicture = nextPicture + 1 == samples.size() ? 0 : nextPicture + 1;
    }
    return results;
  }

  /** Files of pictures to RGB bytes. */
  List<RgbImage> decodeImages() {
    return batch(index -> ImageFile.read(folder.image(index)));
  }

  /** Files of label maps to labels. */
  List<LabelMap> decodeLabels() {
    return batch(index -> LabelFile.read(folder.labels(index)));
  }

  /** RGB bytes to three quarters of their width and height. */
  List<RgbImage> resample() {
    int height = Math.max(1, size.height() * 3 / 4);
    int width = Math.max(1, size.width() * 3 / 4);
    return batch(index -> Resampling.bilinear(samples.get(index).image(), height, width));
  }

  /** RGB bytes and labels to tensors, mirrored and shifted at random. */
  Batch prepare() {
    List<Placement> placements = new ArrayList<>();
    List<Sample> chosen =
        batch(index -> {
          placements.add(AUGMENTATION.placement(nextBatch++));
          return samples.get(index);
        });
    return Preparation.VOC.batch(chosen, placements, false);
  }

  /** Files to a batch: decoded, checked, mirrored and shifted, made tensors. */
  Batch load() {
    return feed.batch(nextBatch++);
  }

  /** What loads batches ahead, as for the trainer. */
  Prefetcher<Batch> prefetcher() {
    return new Prefetcher<>(feed::batch, 0, PREFETCHED);
  }

  /**
   * Checks a batch, and deletes the files.
   *
   * @throws IOException if one can't be deleted
   * @throws IllegalStateException if the batch is not of the pictures' size
   */
  void finish() throws IOException {
    try (folder) {
      Batch last = load();
      if (!last.images().shape().equals(size.shape(feed.batchSize(), RgbImage.CHANNELS))) {
        throw new IllegalStateException("a batch has the shape " + last.images().shape());
      }
    }
  }
}
