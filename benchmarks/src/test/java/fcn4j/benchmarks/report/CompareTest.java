package fcn4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs are compared by their medians. */
class CompareTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int compare(String... args) {
    return Compare.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), args);
  }

  private String output() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private String file(String name, double load, Map<String, Double> medians) throws IOException {
    Run run =
        new Run(
            name,
            "a device",
            2,
            null,
            Map.of(),
            "java",
            "c",
            "2026-01-02T03:04:05Z",
            load,
            0,
            "x",
            List.of());
    Path file = folder.resolve(name);
    for (Map.Entry<String, Double> median : medians.entrySet()) {
      Measurement one =
          new Measurement(
              "net",
              median.getKey(),
              "forward",
              "onednn",
              "fp32",
              "500x500",
              1,
              2,
              median.getValue(),
              median.getValue(),
              List.of(median.getValue()),
              null,
              null,
              null,
              null,
              Map.of());
      ResultFile.append(file, run, List.of(one));
    }
    return file.toString();
  }

  @Test
  void smallDifferencesAreNone() throws IOException {
    String a = file("a", 0, Map.of("fcn8s", 100.0, "fcn16s", 200.0, "fcn32s", 1.0));
    String b = file("b", 0, Map.of("fcn8s", 104.0, "fcn16s", 196.0));

    assertThat(compare(a, b)).isZero();
    assertThat(output())
        .contains("1.040", "0.980", "1 measured by one of them alone")
        .contains("largest difference 4.0 % (net fcn8s forward")
        .doesNotContain("other work");
  }

  @Test
  void aLargeDifferenceFailsEitherWay() throws IOException {
    String a = file("a", 0, Map.of("fcn8s", 100.0));
    String b = file("b", 3, Map.of("fcn8s", 110.0));

    assertThat(compare(a, b)).isOne();
    assertThat(compare(b, a)).isOne();
    assertThat(compare("--tolerance", "11", b, a)).isZero();
    assertThat(output()).contains("largest difference 10.0 %", "other work in run b");
  }

  @Test
  void filesWithoutCommonGroundAndBrokenOnesAreNamed() throws IOException {
    String a = file("a", 0, Map.of("fcn8s", 100.0));
    String b = file("b", 0, Map.of("fcn16s", 110.0));
    Path broken = Files.writeString(folder.resolve("broken"), "{}\n");

    assertThat(compare(a, b)).isEqualTo(2);
    assertThat(output()).contains("nothing in common");
    assertThat(compare(a, broken.toString())).isEqualTo(2);
    assertThat(output()).contains("broken, line 1 is no result");
    assertThat(compare(a, folder.resolve("none").toString())).isEqualTo(2);
    assertThat(output()).contains("there is no file");
  }
}
