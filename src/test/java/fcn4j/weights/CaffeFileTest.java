package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form in which Caffe has written nets, states and means, and damaged ones. */
class CaffeFileTest {
  @TempDir Path folder;

  private Path file(Proto proto) throws IOException {
    return Files.write(folder.resolve("file"), proto.toBytes());
  }

  private static Proto blob(int... dims) {
    int count = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i + 0.5f;
    }
    return Proto.blob(Arrays.stream(dims).boxed().toList(), values);
  }

  @Test
  void currentForm() throws IOException {
    Proto net =
        new Proto()
            .text(1, "small")
            .message(100, Proto.layer("data", "Input"))
            .message(100, Proto.layer("a/b.c", "Convolution", blob(2, 1, 1, 3), blob(2)))
            .message(100, Proto.layer("bn", "BatchNorm", blob(2), blob(2), blob(1)));
    try (CaffeFile file = CaffeFile.open(file(net))) {
      assertThat(file.format()).isEqualTo(WeightFormat.CAFFEMODEL);
      assertThat(file.entries())
          .extracting(WeightEntry::toString)
          .containsExactly(
              "a/b.c.weight[2, 1, 1, 3]", "a/b.c.bias[2]", "bn.weight[2]", "bn.bias[2]", "bn.2[1]");
      assertThat(file.read("a/b.c.weight")).containsExactly(0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f);
      assertThat(file.metadata())
          .containsExactly(
              Map.entry("caffe.net", "small"),
              Map.entry("caffe.type.a/b.c", "Convolution"),
              Map.entry("caffe.type.bn", "BatchNorm"));
      assertThat(file.layers())
          .extracting(CaffeLayer::name, CaffeLayer::type, CaffeLayer::bottoms, CaffeLayer::tops)
          .contains(tuple("data", "Input", List.of("in"), List.of("data")));
      float[] stretch = new float[4];
      file.read(file.entries().getFirst(), 2, stretch, 1, 3);
      assertThat(stretch).containsExactly(0, 2.5f, 3.5f, 4.5f);
    }
  }

  @Test
  void oldFormWithFourExtents() throws IOException {
    Proto net =
        new Proto()
            .message(
                2,
                Proto.oldLayer(
                    "conv",
                    4,
                    Proto.legacyBlob(1, 1, 1, 2).packedFloats(5, 1, 2),
                    Proto.legacyBlob(1, 1, 1, 1).packedFloats(5, 3)))
            .message(
                2,
                Proto.oldLayer(
                    "fc",
                    14,
                    Proto.legacyBlob(1, 1, 1, 2).packedFloats(5, 4, 5),
                    Proto.legacyBlob(1, 1, 1, 1).packedFloats(5, 6)))
            .message(2, Proto.oldLayer("up", 39, Proto.legacyBlob(2, 1, 1, 1).floats(5, 7, 8)))
            .message(2, Proto.oldLayer("x", 99, Proto.legacyBlob(1, 2, 1, 1).floats(5, 7, 8)));
    try (CaffeFile file = CaffeFile.open(file(net))) {
      assertThat(file.entries())
          .extracting(WeightEntry::toString)
          .containsExactly(
              "conv.weight[1, 1, 1, 2]",
              "conv.bias[1]",
              "fc.weight[1, 2]",
              "fc.bias[1]",
              "up.weight[2, 1, 1, 1]",
              "x.weight[1, 2, 1, 1]");
      assertThat(file.layers())
          .extracting(CaffeLayer::type)
          .containsExactly("Convolution", "InnerProduct", "Deconvolution", "99");
      assertThat(file.read("up.weight")).containsExactly(7, 8);
    }
  }

  @Test
  void oldestForm() throws IOException {
    Proto inner =
        new Proto()
            .text(1, "conv1")
            .text(2, "conv")
            .message(50, Proto.legacyBlob(1, 1, 1, 2).packedFloats(5, 1, 2));
    Proto net = new Proto().message(2, new Proto().message(1, inner).text(2, "data"));
    try (CaffeFile file = CaffeFile.open(file(net))) {
      assertThat(file.layers().getFirst().type()).isEqualTo("Convolution");
      assertThat(file.read("conv1.weight")).containsExactly(1, 2);
    }
  }

  static Stream<Arguments> valueForms() {
    return Stream.of(
        Arguments.of("packed", new Proto().packedFloats(5, 1, 2, 3, 4), "float32"),
        Arguments.of("one by one", new Proto().floats(5, 1, 2, 3, 4), "float32"),
        Arguments.of(
            "in pieces of both kinds",
            new Proto().floats(5, 1).packedFloats(5, 2, 3).number(77, 5).floats(5, 4),
            "float32"),
        Arguments.of("doubles", new Proto().packedDoubles(8, 1, 2, 3, 4), "float64"),
        Arguments.of("doubles one by one", new Proto().doubles(8, 1, 2, 3, 4), "float64"),
        Arguments.of(
            "doubles go first",
            new Proto().packedFloats(5, 9).packedDoubles(8, 1, 2, 3, 4),
            "float64"),
        Arguments.of(
            "gradients are passed over",
            new Proto().packedFloats(5, 1, 2, 3, 4).packedFloats(6, 9).packedDoubles(9, 9),
            "float32"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valueForms")
  void valuesOfEveryForm(String name, Proto values, String type) throws IOException {
    for (Proto extents :
        List.of(
            Proto.legacyBlob(1, 1, 2, 2),
            new Proto().message(7, Proto.shape(List.of(2, 2))),
            new Proto().message(7, new Proto().number(1, 2).number(1, 2)))) {
      byte[] blob = concat(extents.toBytes(), values.toBytes());
      Proto net =
          new Proto().text(1, "n").message(100, Proto.layer("l", "Convolution").raw(7, blob));
      try (CaffeFile file = CaffeFile.open(file(net))) {
        WeightEntry entry = file.entries().getFirst();
        assertThat(file.storedType(entry)).isEqualTo(type);
        assertThat(file.read("l.weight")).as(name).containsExactly(1, 2, 3, 4);
        float[] one = new float[1];
        for (int i = 0; i < 4; i++) {
          file.read(entry, i, one, 0, 1);
          assertThat(one).containsExactly(i + 1);
        }
      }
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void solverState() throws IOException {
    Proto state =
        new Proto()
            .number(1, 4000)
            .text(2, "net.caffemodel")
            .message(3, blob(2, 2))
            .message(3, blob(1))
            .number(4, 3);
    try (CaffeFile file = CaffeFile.open(file(state))) {
      assertThat(file.format()).isEqualTo(WeightFormat.SOLVERSTATE);
      assertThat(file.entries())
          .extracting(WeightEntry::toString)
          .containsExactly("history/0[2, 2]", "history/1[1]");
      assertThat(file.metadata())
          .containsEntry(CaffeMetadata.ITERATION, "4000")
          .containsEntry(CaffeMetadata.LEARNED_NET, "net.caffemodel")
          .containsEntry(CaffeMetadata.CURRENT_STEP, "3");
      assertThat(file.layers()).isEmpty();
    }
  }

  @Test
  void meansOfEveryForm() throws IOException {
    for (Proto mean :
        List.of(
            Proto.legacyBlob(1, 3, 1, 1).packedFloats(5, 1, 2, 3),
            Proto.legacyBlob(1, 3, 1, 1).floats(5, 1, 2, 3),
            Proto.blob(List.of(3), 1, 2, 3),
            new Proto().packedDoubles(8, 1, 2, 3).message(7, Proto.shape(List.of(3))),
            new Proto()
                .packedFloats(5, 1, 2, 3)
                .number(2, 3)
                .number(1, 1)
                .number(3, 1)
                .number(4, 1))) {
      try (CaffeFile file = CaffeFile.open(file(mean))) {
        assertThat(file.format()).isEqualTo(WeightFormat.BINARYPROTO);
        assertThat(file.read("mean")).containsExactly(1, 2, 3);
      }
    }
  }

  static Stream<Arguments> damaged() {
    Proto good = Proto.layer("l", "Convolution", blob(2));
    return Stream.of(
        Arguments.of(
            "both forms",
            new Proto().message(100, good).message(2, Proto.oldLayer("m", 4)),
            "old form and of the current one"),
        Arguments.of(
            "huge layer", new Proto().text(1, "n").claim(100, 1 << 30), "claims 1073741824"),
        Arguments.of("largest claim", new Proto().text(1, "n").claim(100, -1), "claims 4294967295"),
        Arguments.of("no layers", new Proto().text(1, "n"), "no layers"),
        Arguments.of("nothing known", new Proto().number(999, 1), "no net, solver state or mean"),
        Arguments.of("a group", new Proto().text(1, "n").group(3), "do not have"),
        Arguments.of(
            "too few values", net(Proto.blob(List.of(2, 2), 1, 2, 3)), "extents [2, 2], but 3"),
        Arguments.of(
            "no values", net(new Proto().message(7, Proto.shape(List.of(5)))), "but 0 values"),
        Arguments.of("negative extent", net(legacy(-1, 1, 1, 2)), "impossible extents [-1"),
        Arguments.of(
            "extents whose product overflows",
            net(legacy(1 << 30, 1 << 30, 1 << 30, 1 << 30)),
            "impossible extents"),
        Arguments.of(
            "extent beyond int",
            net(new Proto().message(7, new Proto().number(1, 1L << 40)).packedFloats(5, 1)),
            "impossible extents"),
        Arguments.of(
            "33 dimensions",
            net(new Proto().message(7, new Proto().packedNumbers(1, new long[33]))),
            "more than 32"),
        Arguments.of("bytes that are no floats", net(new Proto().raw(5, new byte[7])), "multiple"),
        Arguments.of("a number for values", net(new Proto().number(5, 7)), "another kind"),
        Arguments.of("no name", new Proto().message(100, Proto.layer("", "X", blob(2))), "no name"),
        Arguments.of(
            "the same layer twice",
            new Proto().message(100, good).message(100, good),
            "two arrays"),
        Arguments.of(
            "a name of megabytes",
            new Proto().message(100, Proto.layer("n".repeat(100_000), "X")),
            "100000 characters"),
        Arguments.of("scattered values", net(scattered()), "pieces"));
  }

  private static Proto legacy(int n, int c, int h, int w) {
    return Proto.legacyBlob(n, c, h, w).packedFloats(5, 1, 2);
  }

  private static Proto net(Proto blob) {
    return new Proto().text(1, "n").message(100, Proto.layer("l", "Convolution", blob));
  }

  private static Proto scattered() {
    Proto blob = new Proto();
    for (int i = 0; i < 5000; i++) {
      blob.floats(5, i).floats(6, i);
    }
    return blob.message(7, Proto.shape(List.of(5000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damaged")
  void whatIsDamagedIsRefused(String name, Proto proto, String message) throws IOException {
    Path path = file(proto);
    assertThatThrownBy(() -> CaffeFile.open(path))
        .as(name)
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }

  @Test
  void aFileOfNothingButNamesIsRefused() throws IOException {
    byte[] layer = new Proto().raw(100, new byte[0]).toBytes();
    byte[] layers = new byte[layer.length * 100_001];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = layer[i % layer.length];
    }
    Path path = Files.write(folder.resolve("file"), layers);
    assertThatThrownBy(() -> CaffeFile.open(path)).hasMessageContaining("more than 100000");
  }

  @Test
  void everyTruncationAndManyDamagedBytesGiveAFileOrAClearError() throws IOException {
    byte[] good =
        new Proto()
            .text(1, "net")
            .message(100, Proto.layer("conv", "Convolution", blob(2, 1, 1, 3), blob(2)))
            .message(100, Proto.layer("fc", "InnerProduct", blob(1, 3)))
            .toBytes();
    Path path = folder.resolve("file");
    for (int length = 0; length < good.length; length++) {
      Files.write(path, Arrays.copyOf(good, length));
      assertReadOrRefused(path);
    }
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 1500; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(good.length)] = (byte) random.nextInt(256);
      Files.write(path, bad);
      assertReadOrRefused(path);
    }
  }

  private static void assertReadOrRefused(Path path) {
    Throwable fault =
        catchThrowable(() -> {
          try (CaffeFile file = CaffeFile.open(path)) {
            file.entries().forEach(entry -> file.read(entry.name()));
          }
        });
    assertThat(fault == null || fault instanceof WeightFileException).as("%s", fault).isTrue();
  }

  @Test
  void filesBeyondTwoGigabytesAreReadInPlace() throws IOException {
    int layers = 3;
    int floats = 1 << 28;
    Path path = folder.resolve("large");
    try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
      for (int i = 0; i < layers; i++) {
        byte[] start = new Proto().text(1, "fc" + i).toBytes();
        byte[] extents = new Proto().message(7, Proto.shape(List.of(floats))).toBytes();
        byte[] data = new Proto().claim(5, floats * 4).toBytes();
        int blob = extents.length + data.length + floats * 4;
        byte[] blobHead = new Proto().claim(7, blob).toBytes();
        sparse.write(new Proto().claim(100, start.length + blobHead.length + blob).toBytes());
        sparse.write(start);
        sparse.write(blobHead);
        sparse.write(extents);
        sparse.write(data);
        long end = sparse.getFilePointer() + floats * 4L;
        sparse.setLength(end);
        sparse.seek(end - 4);
        sparse.write(new byte[] {0, 0, (byte) 0x80, 0x3f});
      }
    }
    try (CaffeFile file = CaffeFile.open(path)) {
      assertThat(file.entries()).hasSize(layers);
      for (WeightEntry entry : file.entries()) {
        float[] last = new float[2];
        file.read(entry, floats - 2L, last, 0, 2);
        assertThat(last).containsExactly(0, 1);
      }
    }
  }
}
