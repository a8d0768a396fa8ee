package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDatasetsTest {
  @TempDir Path root;

  @BeforeEach
  void aSmallVocFolder() throws IOException {
    for (String id : new String[] {"2007_000001", "2007_000002"}) {
      photo(root.resolve("JPEGImages/" + id + ".jpg"), 8, 9);
      labels(root.resolve("SegmentationClass/" + id + ".png"), 8, 9, 20);
    }
    text("ImageSets/Segmentation/train.txt", "2007_000001\r\n\n2007_000002  \n");
    text("ImageSets/Segmentation/empty.txt", "\n \n");
  }

  @Test
  void vocReadsItsLists() {
    Dataset voc = VocFolder.open(root, "train");
    assertThat(voc.name()).isEqualTo("voc/train");
    assertThat(voc.size()).isEqualTo(2);
    assertThat(voc.classes()).isEqualTo(21);
    assertThat(voc.classNames().get(15)).isEqualTo("person");
    assertThat(voc.colours().get(15)).isEqualTo(0xc08080);
    assertThat(voc.id(1)).isEqualTo("2007_000002");
    Sample sample = voc.get(1);
    assertThat(sample.id()).isEqualTo("2007_000002");
    assertThat(sample.image().width()).isEqualTo(9);
    assertThat(sample.labels().orElseThrow().at(7, 8)).isEqualTo(20);
    assertThatThrownBy(() -> voc.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void theVocPaletteIsBitInterleaved() {
    assertThat(VocFolder.colour(0)).isZero();
    assertThat(VocFolder.colour(1)).isEqualTo(0x800000);
    assertThat(VocFolder.colour(2)).isEqualTo(0x008000);
    assertThat(VocFolder.colour(20)).isEqualTo(0x004080);
    assertThat(VocFolder.colour(255)).isEqualTo(0xe0e0c0);
  }

  @Test
  void missingAndEmptyListsNameTheFileAndItsNeighbours() {
    assertThatThrownBy(() -> VocFolder.open(root, "seg11valid"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("seg11valid.txt does not exist")
        .hasMessageContaining("beside it are empty.txt, train.txt");
    assertThatThrownBy(() -> VocFolder.open(root, "empty"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty.txt is empty");
    assertThatThrownBy(() -> VocFolder.open(root.resolve("nowhere"), "train"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("nowhere is not a folder");
  }

  @Test
  void listedFilesMustExist() throws IOException {
    text("ImageSets/Segmentation/val.txt", "2007_000001\n2007_000009\n");
    assertThatThrownBy(() -> VocFolder.open(root, "val"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2007_000009.jpg does not exist and 1 more files");
    Files.delete(root.resolve("SegmentationClass/2007_000002.png"));
    assertThatThrownBy(() -> VocFolder.open(root, "train"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2007_000002.png");
  }

  @Test
  void testSplitsMayLackLabels() throws IOException {
    photo(root.resolve("JPEGImages/t.jpg"), 4, 4);
    text("ImageSets/Segmentation/test.txt", "t\n");
    assertThat(VocFolder.open(root, "test").get(0).labels()).isEmpty();
  }

  @Test
  void sizesAndLabelsAreChecked() throws IOException {
    labels(root.resolve("SegmentationClass/2007_000001.png"), 9, 8, 0);
    Dataset voc = VocFolder.open(root, "train");
    assertThatThrownBy(() -> voc.get(0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2007_000001.png is 8x9 pixels")
        .hasMessageContaining("is 9x8");
    int[] values = Pictures.filled(72, 255);
    values[13] = 21;
    Pictures.write(
        Pictures.indexed(8, 8, 9, values), root.resolve("SegmentationClass/2007_000002.png"));
    assertThatThrownBy(() -> voc.get(1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2007_000002.png has the label 21 at column 4, row 1")
        .hasMessageContaining("0 to 20");
  }

  @Test
  void camVidTurnsItsVoidIntoTheIgnoreLabel() throws IOException {
    photo(root.resolve("train/0001TP_1.jpg"), 4, 6);
    Pictures.write(
        Pictures.gray(8, 4, 6, Pictures.filled(24, 11)), root.resolve("trainannot/0001TP_1.png"));
    text("train.txt", "0001TP_1\n");
    Dataset camVid = CamVid.open(root, "train");
    assertThat(camVid.classes()).isEqualTo(11);
    assertThat(camVid.get(0).labels().orElseThrow().labels()).containsOnly(255);
    Pictures.write(
        Pictures.gray(8, 4, 6, Pictures.filled(24, 12)), root.resolve("trainannot/0001TP_1.png"));
    assertThatThrownBy(() -> camVid.get(0)).hasMessageContaining("label 12");
  }

  @Test
  void plainFoldersNeedNoListsAndNoClasses() throws IOException {
    Path plain = root.resolve("plain");
    photo(plain.resolve("images/b.jpg"), 5, 5);
    Pictures.write(
        Pictures.colours(5, 5, BufferedImage.TYPE_INT_RGB), plain.resolve("images/a.png"));
    labels(plain.resolve("labels/a.png"), 5, 5, 3);
    labels(plain.resolve("labels/b.png"), 5, 5, 255);
    Dataset all = ImageFolder.open(plain, Optional.empty());
    assertThat(all.name()).isEqualTo("plain");
    assertThat(all.size()).isEqualTo(2);
    assertThat(all.classNames()).containsExactly("0", "1", "2", "3");
    assertThat(all.id(0)).isEqualTo("a");
    assertThat(all.get(1).labels().orElseThrow().at(0, 0)).isEqualTo(255);
  }

  @Test
  void plainFoldersTakeListsClassesAndPalettes() throws IOException {
    Path plain = root.resolve("plain");
    photo(plain.resolve("images/a.b.jpg"), 5, 5);
    labels(plain.resolve("labels/a.b.png"), 5, 5, 1);
    text("plain/val.txt", "a.b.jpg\n");
    text("plain/classes.txt", "ground\nthing one\n");
    text("plain/palette.txt", "0 0 0\n255, 128, 1\n");
    Dataset val = ImageFolder.open(plain, Optional.of("val"));
    assertThat(val.name()).isEqualTo("plain/val");
    assertThat(val.classNames()).containsExactly("ground", "thing one");
    assertThat(val.colours()).containsExactly(0, 0xff8001);
    assertThat(val.get(0).id()).isEqualTo("a.b");
    text("plain/palette.txt", "0 0 0\n256 0 0\n");
    assertThatThrownBy(() -> ImageFolder.open(plain, Optional.of("val")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("256 0 0");
    text("plain/palette.txt", "0 0 0\n");
    assertThatThrownBy(() -> ImageFolder.open(plain, Optional.of("val")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("1 colours for 2 classes");
  }

  @Test
  void foldersWithoutLabelsOrPicturesAreTold() throws IOException {
    Path plain = root.resolve("plain");
    Files.createDirectories(plain.resolve("images"));
    assertThatThrownBy(() -> ImageFolder.open(plain, Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no pictures");
    photo(plain.resolve("images/a.jpg"), 5, 5);
    Sample sample = ImageFolder.open(plain, Optional.empty()).get(0);
    assertThat(sample.labels()).isEmpty();
    assertThatThrownBy(() -> Preparation.VOC.batch(sample, Placement.NONE))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a has no label map");
  }

  @Test
  void countsGiveMedianFrequencyWeights() throws IOException {
    Path plain = root.resolve("plain");
    photo(plain.resolve("images/a.jpg"), 1, 10);
    photo(plain.resolve("images/b.jpg"), 1, 10);
    text("plain/classes.txt", "x\ny\nz\nnever\n");
    Pictures.write(
        Pictures.gray(8, 1, 10, 0, 0, 0, 0, 0, 0, 0, 1, 1, 255), plain.resolve("labels/a.png"));
    Pictures.write(
        Pictures.gray(8, 1, 10, 0, 0, 0, 0, 0, 2, 2, 2, 2, 255), plain.resolve("labels/b.png"));
    LabelCounts counts = LabelCounts.of(ImageFolder.open(plain, Optional.empty()));
    assertThat(counts.pixels()).containsExactly(12, 2, 4, 0);
    assertThat(counts.ignored()).isEqualTo(2);
    assertThat(counts.counted()).isEqualTo(18);
    assertThat(counts.medianFrequencyWeights()).containsExactly((float) (0.4 / 0.6), 2f, 1f, 0f);
  }

  private static void photo(Path path, int height, int width) throws IOException {
    Pictures.write(Pictures.colours(height, width, BufferedImage.TYPE_INT_RGB), path);
  }

  private static void labels(Path path, int height, int width, int value) throws IOException {
    Pictures.write(
        Pictures.indexed(8, height, width, Pictures.filled(height * width, value)), path);
  }

  private void text(String name, String content) throws IOException {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
