package fcn4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetSpecTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "camvid:../data/camvid, camvid, ../data/camvid,",
    "camvid:../data/camvid:val, camvid, ../data/camvid, val",
    "VOC:/a/b:seg11valid, voc, /a/b, seg11valid",
    "folder:a:b/c, folder, a:b/c,",
    "voc:x:, voc, x,",
    "digits, digits,,",
    "digits:test, digits,, test",
  })
  void textIsTakenApart(String text, String kind, String path, String split) {
    assertThat(DatasetSpec.parse(text))
        .isEqualTo(
            new DatasetSpec(
                kind, Optional.ofNullable(path).map(Path::of), Optional.ofNullable(split)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"coco:x", "", "camvid", "voc:", ":x", "../data/camvid"})
  void whatIsWrongIsAnsweredWithTheKnownKinds(String text) {
    assertThatThrownBy(() -> DatasetSpec.parse(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("voc:PATH")
        .hasMessageContaining("digits");
  }

  @Test
  void foldersWithAColonInTheirNameAreFound() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("a:b"));
    assertThat(DatasetSpec.parse("folder:" + odd).path()).contains(odd);
  }

  @Test
  void digitsOpenTheirSplits() {
    DatasetSpec digits = DatasetSpec.parse("digits");
    assertThat(digits.open(DatasetSpec.Purpose.TRAINING).name()).isEqualTo("digits/train");
    assertThat(digits.open(DatasetSpec.Purpose.SCORING).name()).isEqualTo("digits/held-out");
    assertThat(DatasetSpec.parse("digits:test").open(DatasetSpec.Purpose.TRAINING).name())
        .isEqualTo("digits/held-out");
    assertThatThrownBy(() -> DatasetSpec.parse("digits:no").open(DatasetSpec.Purpose.TRAINING))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'no'");
  }

  @Test
  void plainFoldersTakeTheUsualListWhereThereIsOne() throws IOException {
    for (String id : new String[] {"a", "b", "c"}) {
      Pictures.write(
          Pictures.colours(4, 4, BufferedImage.TYPE_INT_RGB),
          folder.resolve("images/" + id + ".png"));
    }
    DatasetSpec spec = DatasetSpec.parse("folder:" + folder);
    assertThat(spec.open(DatasetSpec.Purpose.TRAINING).size()).isEqualTo(3);
    Files.writeString(folder.resolve("train.txt"), "a\nb\n");
    Files.writeString(folder.resolve("test.txt"), "c\n");
    assertThat(spec.open(DatasetSpec.Purpose.TRAINING).size()).isEqualTo(2);
    assertThat(spec.open(DatasetSpec.Purpose.SCORING).id(0)).isEqualTo("c");
    assertThat(
            DatasetSpec.parse("folder:" + folder + ":test")
                .open(DatasetSpec.Purpose.TRAINING)
                .id(0))
        .isEqualTo("c");
  }
}
