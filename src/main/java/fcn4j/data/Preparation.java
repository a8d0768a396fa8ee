package fcn4j.data;

import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Turns pictures and label maps into tensors: channel order, then (value - mean) * scale.
 *
 * @param order of the network's channels
 * @param mean subtracted from values 0..255
 * @param scale multiplied afterwards; 1 in the reference
 */
public record Preparation(ChannelOrder order, MeanColour mean, float scale) {
  /** The reference's for VOC: BGR, 0..255, minus CaffeNet's mean. */
  public static final Preparation VOC = new Preparation(ChannelOrder.BGR, MeanColour.VOC, 1f);

  /** A picture to (1,3,H,W). */
  public HostTensor image(RgbImage image) {
    HostTensor tensor =
        HostTensor.zeros(new Shape(1, RgbImage.CHANNELS, image.height(), image.width()));
    fill(image, Placement.NONE, tensor, 0);
    return tensor;
  }

  /** A label map to (1,1,H,W); borrows its bytes. */
  public ByteTensor labels(LabelMap labels) {
    return new ByteTensor(new Shape(1, 1, labels.height(), labels.width()), labels.labels());
  }

  /**
   * One sample to a batch of one, of the sample's own size.
   *
   * @throws DataException if the sample has no label map
   */
  public Batch batch(Sample sample, Placement placement) {
    return batch(List.of(sample), List.of(placement), false);
  }

  /**
   * Samples to a batch.
   *
   * @param placements one a sample
   * @param pad whether smaller pictures are filled up at the right and at the bottom, with the mean
   *     colour and the ignore label; otherwise all must have one size
   * @throws DataException if a sample has no label map, or sizes differ and {@code pad} is off
   */
  public Batch batch(List<Sample> samples, List<Placement> placements, boolean pad) {
    LabelMap first = labelsOf(samples.getFirst());
    int height = 0;
    int width = 0;
    int labelHeight = first.height();
    int labelWidth = first.width();
    for (Sample sample : samples) {
      checkSize(samples.getFirst(), sample, pad);
      height = Math.max(height, sample.image().height());
      width = Math.max(width, sample.image().width());
      labelHeight = Math.max(labelHeight, labelsOf(sample).height());
      labelWidth = Math.max(labelWidth, labelsOf(sample).width());
    }
    int n = samples.size();
    HostTensor images = HostTensor.zeros(new Shape(n, RgbImage.CHANNELS, height, width));
    ByteTensor labels =
        ByteTensor.filled(new Shape(n, 1, labelHeight, labelWidth), LabelMap.IGNORE);
    for (int i = 0; i < n; i++) {
      fill(samples.get(i).image(), placements.get(i), images, i);
      fill(samples.get(i), placements.get(i), labels, i);
    }
    return new Batch(samples.stream().map(Sample::id).toList(), images, labels);
  }

  private static LabelMap labelsOf(Sample sample) {
    return sample
        .labels()
        .orElseThrow(() ->
            new DataException(
                "%s has no label map; training and scoring need one for every picture"
                    .formatted(sample.id())));
  }

  private static void checkSize(Sample first, Sample sample, boolean pad) {
    RgbImage a = first.image();
    RgbImage b = sample.image();
    if (!pad && (a.height() != b.height() || a.width() != b.width())) {
      throw new DataException(
          "%s is %dx%d pixels and %s %dx%d; a batch needs equal sizes: use a batch size of 1 or pad the pictures"
              .formatted(first.id(), a.width(), a.height(), sample.id(), b.width(), b.height()));
    }
  }

  private void fill(RgbImage image, Placement placement, HostTensor target, int n) {
    Shape shape = target.shape();
    int[] columns = columns(placement, image.width());
    byte[] rgb = image.rgb();
    for (int c = 0; c < RgbImage.CHANNELS; c++) {
      float subtracted = mean.of(order, c);
      int channel = order.source(c);
      for (int y = 0; y < image.height(); y++) {
        int row = placement.sourceRow(y, image.height());
        int at = ((n * shape.c() + c) * shape.h() + y) * shape.w();
        for (int x = 0; row >= 0 && x < columns.length; x++) {
          if (columns[x] >= 0) {
            int value =
                rgb[(row * image.width() + columns[x]) * RgbImage.CHANNELS + channel] & 0xff;
            target.data()[at + x] = (value - subtracted) * scale;
          }
        }
      }
    }
  }

  private static void fill(Sample sample, Placement placement, ByteTensor target, int n) {
    LabelMap labels = labelsOf(sample);
    Shape shape = target.shape();
    boolean whole =
        labels.height() != sample.image().height() || labels.width() != sample.image().width();
    Placement moved = whole ? Placement.NONE : placement;
    int[] columns = columns(moved, labels.width());
    for (int y = 0; y < labels.height(); y++) {
      int row = moved.sourceRow(y, labels.height());
      int at = (n * shape.h() + y) * shape.w();
      for (int x = 0; row >= 0 && x < columns.length; x++) {
        if (columns[x] >= 0) {
          target.data()[at + x] = labels.labels()[row * labels.width() + columns[x]];
        }
      }
    }
  }

  private static int[] columns(Placement placement, int width) {
    int[] columns = new int[width];
    Arrays.setAll(columns, x -> placement.sourceColumn(x, width));
    return columns;
  }
}
