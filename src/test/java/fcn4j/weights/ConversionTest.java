package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of one format become files of another, with the same bits. */
class ConversionTest {
  private static final float[] ODD = {
    1, -0f, Float.NaN, Float.intBitsToFloat(0x7fa00001), Float.MIN_VALUE, Float.POSITIVE_INFINITY
  };

  @TempDir Path folder;

  private Path net() throws IOException {
    Proto net =
        new Proto()
            .text(1, "small")
            .message(100, Proto.layer("data", "Input"))
            .message(
                100,
                Proto.layer(
                    "mod/1x1",
                    "Convolution",
                    Proto.blob(List.of(1, 2, 1, 3), ODD),
                    Proto.blob(List.of(1), 5)))
            .message(100, Proto.layer("up", "Deconvolution", Proto.blob(List.of(1, 1, 1, 1), 3)))
            .message(
                100,
                Proto.layer(
                    "bn",
                    "BatchNorm",
                    Proto.blob(List.of(1), 1),
                    Proto.blob(List.of(1), 2),
                    Proto.blob(List.of(1), 3)));
    return Files.write(folder.resolve("net"), net.toBytes());
  }

  private static void convert(Path source, Path target, FloatType type) {
    try (WeightFile file = WeightFiles.open(source)) {
      WeightFormat format = WeightFormat.ofName(target.toString()).orElseThrow();
      Conversion.of(file).write(target, format, type);
    }
  }

  private static void assertSameArrays(Path expected, Path actual) {
    try (WeightFile a = WeightFiles.open(expected);
        WeightFile b = WeightFiles.open(actual)) {
      assertThat(b.entries()).isEqualTo(a.entries());
      for (WeightEntry entry : a.entries()) {
        assertThat(bits(b.read(entry.name())))
            .as(entry.name())
            .isEqualTo(bits(a.read(entry.name())));
      }
    }
  }

  private static int[] bits(float[] values) {
    return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i])).toArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = WeightFormat.class,
      names = {"CAFFEMODEL", "NPZ", "SAFETENSORS"})
  void everyBitComesBack(WeightFormat format) throws IOException {
    Path source = net();
    Path target = folder.resolve("out" + format.suffix());
    convert(source, target, FloatType.FLOAT32);
    assertSameArrays(source, target);
    Path back = folder.resolve("back.caffemodel");
    convert(target, back, FloatType.FLOAT32);
    assertSameArrays(source, back);
    Path again = folder.resolve("again" + format.suffix());
    convert(source, again, FloatType.FLOAT32);
    assertThat(Files.mismatch(target, again)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "V1_cifar10_full_iter_70000.caffemodel",
        "V1_lenet_iter_10000.caffemodel",
        "V2_cifar10_quick_iter_5000.caffemodel",
        "V2_lenet_iter_10000.caffemodel",
        "V2_mtcnn_det1.caffemodel"
      })
  void realNetsComeBackInEveryFormat(String name) {
    Path source = RealData.require("caffemodels/" + name);
    Path last = source;
    for (String suffix : List.of(".caffemodel", ".safetensors", ".npz", ".caffemodel")) {
      Path target = folder.resolve("step" + suffix);
      convert(last, target, FloatType.FLOAT32);
      assertSameArrays(source, target);
      last = target;
    }
  }

  @Test
  void realStatesAndMeansComeBack() {
    Path state = RealData.require("caffemodels/V1_cifar10_full_iter_70000.solverstate");
    convert(state, folder.resolve("a.safetensors"), FloatType.FLOAT32);
    convert(folder.resolve("a.safetensors"), folder.resolve("a.solverstate"), FloatType.FLOAT32);
    assertSameArrays(state, folder.resolve("a.solverstate"));
    try (WeightFile a = WeightFiles.open(state);
        WeightFile b = WeightFiles.open(folder.resolve("a.solverstate"))) {
      assertThat(b.metadata()).isEqualTo(a.metadata());
    }
    Path mean = RealData.require("caffemodels/imagenet_mean.binaryproto");
    convert(mean, folder.resolve("m.npy"), FloatType.FLOAT32);
    convert(folder.resolve("m.npy"), folder.resolve("m.binaryproto"), FloatType.FLOAT32);
    assertSameArrays(mean, folder.resolve("m.binaryproto"));
    Path doubles = RealData.require("caffemodels/ilsvrc_2012_mean.npy");
    try (WeightFile file = WeightFiles.open(doubles)) {
      WeightEntry entry = file.entries().getFirst();
      assertThat(file.storedType(entry)).isEqualTo("float64");
      assertThat(file.read("array")).isEqualTo(Npy.read(doubles).toFloats());
    }
  }

  @Test
  void layersKeepTypeInputsAndOutputs() throws IOException {
    Path target = folder.resolve("out.caffemodel");
    convert(net(), target, FloatType.FLOAT32);
    try (CaffeFile before = CaffeFile.open(net());
        CaffeFile after = CaffeFile.open(target)) {
      assertThat(after.layers()).isEqualTo(before.layers());
      assertThat(after.metadata()).isEqualTo(before.metadata());
    }
    convert(target, folder.resolve("a.safetensors"), FloatType.FLOAT32);
    convert(folder.resolve("a.safetensors"), folder.resolve("b.caffemodel"), FloatType.FLOAT32);
    try (CaffeFile after = CaffeFile.open(folder.resolve("b.caffemodel"))) {
      assertThat(after.layers())
          .extracting(CaffeLayer::type)
          .containsExactly("Convolution", "Deconvolution", "BatchNorm");
    }
    convert(target, folder.resolve("a.npz"), FloatType.FLOAT32);
    convert(folder.resolve("a.npz"), folder.resolve("c.caffemodel"), FloatType.FLOAT32);
    try (CaffeFile after = CaffeFile.open(folder.resolve("c.caffemodel"))) {
      assertThat(after.layers())
          .extracting(CaffeLayer::type)
          .containsExactly("Convolution", "Convolution", "Scale");
    }
  }

  @Test
  void theBytesOfANetAreTheFormats() throws IOException {
    Path target = folder.resolve("out.caffemodel");
    CaffeWriter.writeNet(
        target,
        "n",
        List.of(
            new CaffeLayer(
                "l",
                "T",
                List.of("in"),
                List.of("out"),
                List.of(new WeightEntry("l.weight", List.of(1, 2))))),
        ArrayReader.ofWhole(entry -> new float[] {1, 2}));
    byte[] expected =
        new Proto()
            .text(1, "n")
            .message(
                100,
                new Proto()
                    .text(1, "l")
                    .text(2, "T")
                    .text(3, "in")
                    .text(4, "out")
                    .message(7, Proto.blob(List.of(1, 2), 1, 2)))
            .toBytes();
    assertThat(Files.readAllBytes(target)).isEqualTo(expected);
  }

  @Test
  void halvesRoundAndWhatIsBeyondThemIsRefused() {
    float[] values = {1, 1 + 1 / 256f, 1 + 3 / 256f, -65504, 1e-9f, Float.NaN};
    Path source = folder.resolve("a.safetensors");
    SafetensorsWriter.write(source, List.of(WeightArray.of("w", List.of(6), values)), Map.of());
    convert(source, folder.resolve("b.safetensors"), FloatType.BFLOAT16);
    convert(source, folder.resolve("h.safetensors"), FloatType.FLOAT16);
    convert(source, folder.resolve("h.npz"), FloatType.FLOAT16);
    try (WeightFile b = WeightFiles.open(folder.resolve("b.safetensors"));
        WeightFile h = WeightFiles.open(folder.resolve("h.safetensors"));
        WeightFile n = WeightFiles.open(folder.resolve("h.npz"))) {
      assertThat(b.read("w")).containsExactly(1, 1, 1 + 1 / 64f, -65536, 0x1.12p-30f, Float.NaN);
      assertThat(h.read("w")).containsExactly(1, 1 + 1 / 256f, 1 + 3 / 256f, -65504, 0, Float.NaN);
      assertThat(n.read("w")).containsExactly(h.read("w"));
      assertThat(b.storedType(b.entries().getFirst())).isEqualTo("bfloat16");
      assertThat(n.storedType(n.entries().getFirst())).isEqualTo("float16");
    }
    Path large = folder.resolve("large.safetensors");
    float[] two = {1, 65520};
    SafetensorsWriter.write(large, List.of(WeightArray.of("w", List.of(2), two)), Map.of());
    Path target = folder.resolve("x.npz");
    assertThatThrownBy(() -> convert(large, target, FloatType.FLOAT16))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("value 1 of w[2] is 65520.0");
    assertThat(target).doesNotExist();
    assertThatThrownBy(() -> convert(source, target, FloatType.BFLOAT16))
        .hasMessageContaining("numpy has no bfloat16");
    assertThatThrownBy(() -> convert(source, folder.resolve("x.caffemodel"), FloatType.FLOAT16))
        .hasMessageContaining("float32");
  }

  @Test
  void whatAFormatCannotHoldIsRefused() throws IOException {
    Path net = net();
    for (String name : List.of("x.npy", "x.binaryproto")) {
      assertThatThrownBy(() -> convert(net, folder.resolve(name), FloatType.FLOAT32))
          .hasMessageContaining("has 6 arrays");
    }
    assertThatThrownBy(() -> convert(net, folder.resolve("x.solverstate"), FloatType.FLOAT32))
        .hasMessageContaining("mod/1x1.weight");
    Path gap = folder.resolve("gap.npz");
    List<WeightEntry> onlyBias = List.of(new WeightEntry("conv.bias", List.of(1)));
    NpzWriter.write(gap, onlyBias, ArrayReader.ofWhole(e -> new float[1]), FloatType.FLOAT32);
    assertThatThrownBy(() -> convert(gap, folder.resolve("x.caffemodel"), FloatType.FLOAT32))
        .hasMessageContaining("conv.bias")
        .hasMessageContaining("without gaps");
    Path states = folder.resolve("s.npz");
    List<WeightEntry> history = List.of(new WeightEntry("history/0", List.of(1)));
    NpzWriter.write(states, history, ArrayReader.ofWhole(e -> new float[1]), FloatType.FLOAT32);
    assertThatThrownBy(() -> convert(states, folder.resolve("x.solverstate"), FloatType.FLOAT32))
        .hasMessageContaining("caffe.iteration");
  }

  @Test
  void whatCaffeCannotReadBackIsNotWritten() {
    WeightEntry half = new WeightEntry("a.weight", List.of(1 << 28));
    WeightEntry other = new WeightEntry("b.weight", List.of(1 << 28));
    Path target = folder.resolve("x.caffemodel");
    List<CaffeLayer> layers =
        List.of(
            new CaffeLayer("a", "", List.of(), List.of(), List.of(half)),
            new CaffeLayer("b", "", List.of(), List.of(), List.of(other)));
    ArrayReader zeros = (entry, first, values, offset, count) -> {};
    assertThatThrownBy(() -> CaffeWriter.writeNet(target, "", layers, zeros))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("2147483648 bytes");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void largeArraysPassThroughASmallBuffer() {
    int count = 2 * ArrayReader.PIECE_FLOATS + 3;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    Path source = folder.resolve("a.safetensors");
    SafetensorsWriter.write(source, List.of(WeightArray.of("w", List.of(count), values)), Map.of());
    for (String name : List.of("b.npz", "b.caffemodel", "b.npy", "b.binaryproto")) {
      Path target = folder.resolve(name);
      convert(source, target, FloatType.FLOAT32);
      try (WeightFile file = WeightFiles.open(target)) {
        WeightEntry entry = file.entries().getFirst();
        assertThat(file.read(entry.name())).as(name).isEqualTo(values);
        float[] stretch = new float[2];
        file.read(entry, count - 2L, stretch, 0, 2);
        assertThat(stretch).containsExactly(count - 2, count - 1);
        file.read(entry, 7, stretch, 0, 2);
        assertThat(stretch).containsExactly(7, 8);
      }
    }
  }
}
