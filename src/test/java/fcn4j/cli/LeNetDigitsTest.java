package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.data.DigitSplit;
import fcn4j.data.Digits;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.Nets;
import fcn4j.net.Transplant;
import fcn4j.net.TransplantReport;
import fcn4j.net.TransplantRule;
import fcn4j.net.WeightSource;
import fcn4j.onednn.OnednnBackend;
import fcn4j.op.Backend;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import fcn4j.testing.RealData;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The LeNets that Caffe trained read the packaged digits. */
class LeNetDigitsTest {
  private static final int BATCH = 100;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"V1_lenet_iter_10000", "V2_lenet_iter_10000"})
  void moreThanNinetyNinePercentOfTheDigitsAreRead(String name) {
    Path weights = RealData.require("caffemodels/" + name + ".caffemodel");
    Graph graph = Nets.build("lenet", Digits.VALUES);
    Set<String> outputs = Set.of("prediction");
    Graph net = Fusion.rewrite(graph.forInference(outputs), outputs);
    int seen = 0;
    int right = 0;
    try (Backend backend = new OnednnBackend(2);
        Parameters parameters = new Parameters(graph, backend, false);
        WeightFile file = WeightFiles.open(weights);
        Executor executor = Executor.inference(net, parameters, outputs)) {
      WeightSource source = WeightSource.of(file);
      TransplantRule rule = TransplantRule.suited(source, parameters.all());
      TransplantReport report = Transplant.run(source, parameters, rule);
      assertThat(report.reinterpreted()).containsExactly("ip1.weight", "ip2.weight");
      assertThat(report.untouched()).isEmpty();
      for (DigitSplit split : DigitSplit.values()) {
        Digits digits = Digits.of(split);
        for (int first = 0; first < digits.size(); first += BATCH) {
          executor.forward(Feeds.of("data", batch(digits, first)));
          byte[] read = executor.readBytes("prediction").data();
          for (int i = 0; i < BATCH; i++) {
            right += read[i] == digits.value(first + i) ? 1 : 0;
          }
          seen += BATCH;
        }
      }
    }
    assertThat(seen).isEqualTo(10_000);
    assertThat((double) right / seen).isGreaterThan(0.99);
  }

  /** Caffe's data layer scales by 1/256. */
  private static HostTensor batch(Digits digits, int first) {
    HostTensor batch = HostTensor.zeros(new Shape(BATCH, 1, Digits.SIDE, Digits.SIDE));
    int at = 0;
    for (int i = 0; i < BATCH; i++) {
      for (byte ink : digits.ink(first + i)) {
        batch.data()[at++] = (ink & 0xff) / 256f;
      }
    }
    return batch;
  }

  @Test
  void theCommandReadsAPictureOfADigit() throws IOException {
    Path weights = RealData.require("caffemodels/V1_lenet_iter_10000.caffemodel");
    Digits digits = Digits.of(DigitSplit.HELD_OUT);
    BufferedImage picture =
        new BufferedImage(Digits.SIDE, Digits.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] ink = digits.ink(0);
    for (int i = 0; i < ink.length; i++) {
      picture.getRaster().setSample(i % Digits.SIDE, i / Digits.SIDE, 0, ink[i] & 0xff);
    }
    Path file = folder.resolve("digit.png");
    ImageIO.write(picture, "png", file.toFile());

    CommandRun run =
        CommandRun.of(
            "classify", file, "--net", "lenet", "--weights", weights, "--device", "cpu", "--json");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"top\":[{\"class\":" + digits.value(0));
  }
}
