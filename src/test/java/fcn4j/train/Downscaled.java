package fcn4j.train;

import fcn4j.data.Dataset;
import fcn4j.data.LabelMap;
import fcn4j.data.RgbImage;
import fcn4j.data.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset whose pictures are made smaller once, to a given long side: photos by the mean of the
 * pixels that fall together, label maps by the nearest pixel, so that no label is invented.
 */
final class Downscaled implements Dataset {
  private final Dataset source;
  private final List<Sample> samples = new ArrayList<>();

  Downscaled(Dataset source, int longSide) {
    this.source = source;
    for (int i = 0; i < source.size(); i++) {
      Sample sample = source.get(i);
      int height = sample.image().height();
      int width = sample.image().width();
      int longest = Math.max(height, width);
      int h = Math.max(1, height * longSide / longest);
      int w = Math.max(1, width * longSide / longest);
      samples.add(
          new Sample(
              sample.id(),
              shrink(sample.image(), h, w),
              sample.labels().map(labels -> shrink(labels, h, w))));
    }
  }

  private static RgbImage shrink(RgbImage image, int h, int w) {
    byte[] rgb = new byte[h * w * RgbImage.CHANNELS];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
          rgb[(y * w + x) * RgbImage.CHANNELS + c] = (byte) mean(image, h, w, y, x, c);
        }
      }
    }
    return new RgbImage(h, w, rgb);
  }

  private static int mean(RgbImage image, int h, int w, int y, int x, int c) {
    int sum = 0;
    int count = 0;
    for (int row = y * image.height() / h; row < (y + 1) * image.height() / h; row++) {
      for (int column = x * image.width() / w; column < (x + 1) * image.width() / w; column++) {
        sum += image.at(row, column, c);
        count++;
      }
    }
    return sum / count;
  }

  private static LabelMap shrink(LabelMap labels, int h, int w) {
    byte[] bytes = new byte[h * w];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        int row = (2 * y + 1) * labels.height() / (2 * h);
        int column = (2 * x + 1) * labels.width() / (2 * w);
        bytes[y * w + x] = (byte) labels.at(row, column);
      }
    }
    return new LabelMap(h, w, bytes);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public int size() {
    return samples.size();
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public List<Integer> colours() {
    return source.colours();
  }

  @Override
  public String id(int index) {
    return samples.get(index).id();
  }

  @Override
  public Sample get(int index) {
    return samples.get(index);
  }
}
