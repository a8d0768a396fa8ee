package fcn4j.benchmarks;

import fcn4j.data.Dataset;
import fcn4j.data.DigitScenes;
import fcn4j.data.DigitSplit;
import fcn4j.data.ImageFolder;
import fcn4j.data.Sample;
import fcn4j.data.SceneOptions;
import fcn4j.report.Palette;
import fcn4j.report.Png;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A temporary folder of JPEG pictures and PNG label maps: scenes of digits on a textured ground,
 * the same in every run. Owns the folder.
 */
final class PictureFolder implements AutoCloseable {
  private static final float QUALITY = 0.9f;

  private final Path root;
  private final Dataset scenes;
  private final int pictures;

  /**
   * Draws and writes the pictures.
   *
   * @throws IOException if they can't be written
   */
  PictureFolder(ImageSize size, int pictures) throws IOException {
    this.pictures = pictures;
    int largest =
        Math.min(SceneOptions.DEFAULT.maxDigitPixels(), Math.min(size.height(), size.width()));
    int smallest = Math.min(SceneOptions.DEFAULT.minDigitPixels(), largest);
    SceneOptions options =
        SceneOptions.DEFAULT
            .withDigitPixels(smallest, largest)
            .withSize(size.height(), size.width());
    scenes = new DigitScenes(options, DigitSplit.TRAIN, pictures);
    root = Files.createTempDirectory("fcn4j-benchmarks-");
    Files.createDirectory(root.resolve("images"));
    Files.createDirectory(root.resolve("labels"));
    for (int i = 0; i < pictures; i++) {
      Sample sample = scenes.get(i);
      writeJpeg(sample, image(i));
      Png.write(labels(i), sample.labels().orElseThrow(), Palette.voc());
    }
    Files.write(root.resolve("classes.txt"), scenes.classNames());
  }

  private static void writeJpeg(Sample sample, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(Png.of(sample.image()), null, null), param);
    } finally {
      writer.dispose();
    }
  }

  /** How many there are. */
  int pictures() {
    return pictures;
  }

  /** What was drawn. */
  Sample drawn(int index) {
    return scenes.get(index);
  }

  /** The picture's file. */
  Path image(int index) {
    return root.resolve("images").resolve(scenes.id(index) + ".jpg");
  }

  /** The label map's file. */
  Path labels(int index) {
    return root.resolve("labels").resolve(scenes.id(index) + ".png");
  }

  /** The folder as a dataset. */
  Dataset dataset() {
    return ImageFolder.open(root, Optional.empty());
  }

  /**
   * Deletes the folder.
   *
   * @throws IOException if a file can't be deleted
   */
  @Override
  public void close() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(root)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
