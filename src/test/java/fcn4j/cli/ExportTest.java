package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.data.DigitSplit;
import fcn4j.data.Digits;
import fcn4j.graph.Parameters;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import fcn4j.testing.OnnxRun;
import fcn4j.testing.RealData;
import fcn4j.weights.SafetensorsWriter;
import fcn4j.weights.WeightEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fcn4j export}, judged by ONNX Runtime, which is too large for the bundle. */
@Tag("build")
class ExportTest {
  @TempDir private Path folder;

  private Path weights(String net, int classes) {
    Path file = folder.resolve(net + ".safetensors");
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(Nets.build(net, classes), backend, false)) {
      parameters.initialise(4);
      List<WeightEntry> entries =
          parameters.all().stream()
              .map(parameter -> new WeightEntry(parameter.name(), parameter.spec().dims()))
              .toList();
      SafetensorsWriter.write(file, entries, entry -> parameters.get(entry.name()), Map.of());
    }
    return file;
  }

  @Test
  void anFcnTakesImagesOfAnySize() {
    Path target = folder.resolve("fcn.onnx");
    CommandRun run =
        CommandRun.of(
            "export", target, "--net", "fcn16s-tiny", "--weights", weights("fcn16s-tiny", 4));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("fcn16s-tiny, 4 classes, images of any size")
        .contains("[score, prediction], operator set 21");
    try (OnnxRun model = new OnnxRun(target)) {
      for (Shape size : List.of(new Shape(1, 3, 17, 40), new Shape(2, 3, 50, 33))) {
        HostTensor image = HostTensor.filled(size, 0.5f);
        assertThat(model.run("data", image, "score").shape())
            .containsExactly(size.n(), 4, size.h(), size.w());
        assertThat(model.run("data", image, "prediction").bytes())
            .hasSize(size.n() * size.h() * size.w())
            .containsOnly(0);
      }
    }
  }

  @Test
  void sizeOutputsAndPlaceOfWeightsCanBeChosen() {
    Path target = folder.resolve("fixed.onnx");
    CommandRun run =
        CommandRun.of(
            "export",
            target,
            "--net",
            "fcn8s-tiny",
            "--weights",
            weights("fcn8s-tiny", 3),
            "--size",
            "40x30",
            "--outputs",
            "score_fr,upscore2",
            "--external-data",
            "--json");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"images\":\"40x30\"").contains("[\"score_fr\",\"upscore2\"]");
    assertThat(folder.resolve("fixed.onnx.data")).exists();
    try (OnnxRun model = new OnnxRun(target)) {
      HostTensor image = HostTensor.filled(new Shape(1, 3, 30, 40), 0.5f);
      assertThat(model.run("data", image, "score_fr").shape()).startsWith(1, 3);
    }
  }

  @Test
  void aRealLeNetReadsDigitsInOnnxRuntime() {
    Path weights = RealData.require("caffemodels/V1_lenet_iter_10000.caffemodel");
    Path target = folder.resolve("lenet.onnx");
    CommandRun run = CommandRun.of("export", target, "--net", "lenet", "--weights", weights);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("10 classes, images of 28x28, outputs [prob]");
    Digits digits = Digits.of(DigitSplit.HELD_OUT);
    HostTensor image = HostTensor.zeros(new Shape(50, 1, Digits.SIDE, Digits.SIDE));
    int pixels = Digits.SIDE * Digits.SIDE;
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = (digits.ink(i / pixels)[i % pixels] & 0xff) / 256f;
    }
    int right = 0;
    try (OnnxRun model = new OnnxRun(target)) {
      float[] probabilities = model.run("data", image, "prob").floats();
      for (int i = 0; i < 50; i++) {
        right += probabilities[10 * i + digits.value(i)] > 0.5 ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(48);
  }

  @Test
  void badInputIsToldWhatToDo() {
    Path target = folder.resolve("x.onnx");
    Path weights = weights("fcn32s-tiny", 3);
    CommandRun unnamed = CommandRun.of("export", target, "--weights", weights);
    assertThat(unnamed.status()).isEqualTo(2);
    assertThat(unnamed.err()).contains("--net");
    CommandRun noLayer =
        CommandRun.of(
            "export", target, "--net", "fcn32s-tiny", "--weights", weights, "--outputs", "fc9");
    assertThat(noLayer.status()).isEqualTo(2);
    assertThat(noLayer.err()).contains("has no node 'fc9'");
    assertThat(target).doesNotExist();
  }
}
