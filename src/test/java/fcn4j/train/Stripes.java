package fcn4j.train;

import fcn4j.data.Dataset;
import fcn4j.data.LabelMap;
import fcn4j.data.RgbImage;
import fcn4j.data.Sample;
import fcn4j.op.Philox;
import java.util.List;
import java.util.Optional;

/**
 * Small made pictures: red, green and blue stripes of random width with noise, labelled by their
 * colour; the first pixel of every row is ignored.
 *
 * @param growth rows by which each picture is higher than the one before
 */
record Stripes(int size, int height, int width, int growth) implements Dataset {
  private static final int SEED = 11;

  @Override
  public String name() {
    return "stripes";
  }

  @Override
  public List<String> classNames() {
    return List.of("red", "green", "blue");
  }

  @Override
  public List<Integer> colours() {
    return List.of(0xff0000, 0x00ff00, 0x0000ff);
  }

  @Override
  public String id(int index) {
    return "stripes" + index;
  }

  @Override
  public Sample get(int index) {
    int rows = height + index * growth;
    byte[] rgb = new byte[rows * width * RgbImage.CHANNELS];
    byte[] labels = new byte[rows * width];
    int stripe = 3 + Math.floorMod(Philox.word(SEED, index, 0, 0), 5);
    for (int i = 0; i < labels.length; i++) {
      int column = i % width;
      int label = (column / stripe + index) % 3;
      labels[i] = (byte) (column == 0 ? LabelMap.IGNORE : label);
      for (int c = 0; c < RgbImage.CHANNELS; c++) {
        int noise = Math.floorMod(Philox.word(SEED, index, 1, 3L * i + c), 60);
        rgb[i * RgbImage.CHANNELS + c] = (byte) (noise + (c == label ? 190 : 0));
      }
    }
    return new Sample(
        id(index), new RgbImage(rows, width, rgb), Optional.of(new LabelMap(rows, width, labels)));
  }
}
