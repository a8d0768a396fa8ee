package fcn4j.cli;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A plain folder dataset of a few small pictures: a bright square (class 1) on a dark ground. */
final class TinyDataset {
  static final int SIDE = 24;

  private final Path root;

  TinyDataset(Path root, int pictures) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("images"));
    Files.createDirectories(root.resolve("labels"));
    Files.writeString(root.resolve("classes.txt"), "ground\nsquare\n");
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < pictures; i++) {
      write("p" + i, i);
      names.append("p").append(i).append('\n');
    }
    Files.writeString(root.resolve("train.txt"), names);
    Files.writeString(root.resolve("val.txt"), names);
  }

  Path root() {
    return root;
  }

  Path image(int number) {
    return root.resolve("images").resolve("p" + number + ".png");
  }

  Path label(int number) {
    return root.resolve("labels").resolve("p" + number + ".png");
  }

  private void write(String name, int number) throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    BufferedImage labels = palettePicture(SIDE, SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        boolean inside = y >= 4 + number && y < 14 + number && x >= 6 && x < 16;
        image.setRGB(x, y, inside ? 0xf0e010 : 0x102030 + number);
        labels.getRaster().setSample(x, y, 0, inside ? 1 : 0);
      }
    }
    ImageIO.write(image, "png", root.resolve("images").resolve(name + ".png").toFile());
    ImageIO.write(labels, "png", root.resolve("labels").resolve(name + ".png").toFile());
  }

  static BufferedImage palettePicture(int width, int height) {
    byte[] ramp = new byte[256];
    for (int i = 0; i < 256; i++) {
      ramp[i] = (byte) i;
    }
    IndexColorModel palette = new IndexColorModel(8, 256, ramp, ramp, ramp);
    return new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette);
  }
}
