package fcn4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.Round;
import fcn4j.benchmarks.results.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs are compared by their steady times, or medians where there are none. */
class CompareTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int compare(String... args) {
    return Compare.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), args);
  }

  private String output() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Measurement measured(String net, double median, List<Round> rounds) {
    return new Measurement(
        "net",
        net,
        "forward",
        "onednn",
        "fp32",
        "500x500",
        1,
        2,
        median,
        median,
        List.of(median),
        null,
        null,
        null,
        null,
        Map.of(),
        rounds);
  }

  /** In a single round. */
  private static Measurement alone(double millis, double probeMillis) {
    return measured("fcn8s", millis, List.of(new Round(5, millis, null, probeMillis, null)));
  }

  /** A run at half the speed: its medians say nothing, its steady times agree. */
  @Test
  void steadyTimesAreComparedAndDisturbancesNamed() throws IOException {
    List<Round> quiet = rounds(100, 102, 101);
    List<Round> slow = new ArrayList<>(rounds(101, 102, 102));
    slow.addFirst(new Round(5, 202, null, 2.0, null));
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    ResultFile.append(a, run("a", 0), List.of(measured("fcn8s", 103, quiet)));
    ResultFile.append(b, run("b", 0), List.of(measured("fcn8s", 150, slow)));

    assertThat(compare(a.toString(), b.toString())).isZero();
    assertThat(output())
        .contains("1 of 1 within 5.0 %", "largest difference 0.7 %")
        .contains(
            "medians of all iterations, disturbed or not: 0 of 1 within 5.0 %; median difference 45.6 %")
        .contains("A: 0 of 3 rounds disturbed; the speed probe takes 1.000 ms at best")
        .contains("B: 1 of 4 rounds disturbed; the speed probe takes 1.000 ms at best");
  }

  private static List<Round> rounds(double... millis) {
    return Arrays.stream(millis).mapToObj(one -> new Round(5, one, null, 1.0, null)).toList();
  }

  private String runOf(String name, boolean settled, double first, double second)
      throws IOException {
    Path file = folder.resolve(name);
    ResultFile.append(
        file,
        run(name, 0),
        List.of(
            measured("fcn8s", first, rounds(first, first, first)),
            measured(
                "fcn16s",
                second,
                settled
                    ? rounds(second, second, second)
                    : rounds(second - 10, second, second + 10))));
    return file.toString();
  }

  @Test
  void whatSettledIsCountedByItself() throws IOException {
    String a = runOf("a", true, 100, 100);
    String b = runOf("b", false, 102, 120);
    String c = runOf("c", true, 102, 120);

    assertThat(compare(a, b)).isOne();
    assertThat(output())
        .contains(
            "fcn16s forward onednn fp32 500x500 batch 1 threads 2, not settled: B takes +20.0 %")
        .contains("1 of 2 within 5.0 %; median difference 11.0 %, largest difference 20.0 %")
        .contains("settled in both: 1 of 1 within 5.0 %; median difference 2.0 %");
    assertThat(compare(a, c)).isOne();
    assertThat(output()).contains("settled in both: 1 of 2 within 5.0 %");
  }

  /** A machine that is slower throughout, which a run by itself does not see. */
  @Test
  void aSlowerMachineIsNamed() throws IOException {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    Path c = folder.resolve("c");
    ResultFile.append(a, run("a", 0), List.of(alone(100, 1)));
    ResultFile.append(b, run("b", 0), List.of(alone(103, 1.04)));
    ResultFile.append(c, run("c", 0), List.of(alone(110, 1.1)));

    assertThat(compare(a.toString(), b.toString())).isZero();
    // The probe of what one of them measured alone may have had other threads.
    ResultFile.append(
        a,
        run("a", 0),
        List.of(measured("fcn16s", 100, List.of(new Round(5, 100, null, 0.5, null)))));
    assertThat(compare(a.toString(), b.toString())).isZero();
    assertThat(output())
        .contains("largest difference 3.0 %", "1 measured by one of them alone")
        .doesNotContain("machine itself");
    assertThat(compare(a.toString(), c.toString())).isOne();
    assertThat(output())
        .contains("the machine itself was not the same: the speed probe takes +10.0 % in B");
  }

  /** All rounds of a run with threads apart: it can't know, but both together tell. */
  @Test
  void threadsApartInOneRunAreNamed() throws IOException {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    ResultFile.append(a, run("a", 0), List.of(measured("fcn8s", 100, placed(100, 26))));
    ResultFile.append(b, run("b", 0), List.of(measured("fcn8s", 120, placed(120, 155))));

    assertThat(compare(a.toString(), b.toString())).isOne();
    assertThat(output()).contains("threads 2, its threads apart in B: B takes +20.0 %");
    assertThat(compare(b.toString(), a.toString())).isOne();
    assertThat(output()).contains("threads 2, its threads apart in A: B takes -16.7 %");
  }

  private static List<Round> placed(double millis, double handoverNanos) {
    return Collections.nCopies(3, new Round(5, millis, null, 1.0, handoverNanos));
  }

  private static Run run(String name, double load) {
    return new Run(
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
  }

  private String file(String name, double load, Map<String, Double> medians) throws IOException {
    Run run = run(name, load);
    Path file = folder.resolve(name);
    for (Map.Entry<String, Double> median : medians.entrySet()) {
      ResultFile.append(
          file, run, List.of(measured(median.getKey(), median.getValue(), List.of())));
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
        .contains(
            "2 of 2 within 5.0 %; median difference 3.0 %, largest difference 4.0 % (net fcn8s")
        .doesNotContain("other work");
  }

  @Test
  void aLargeDifferenceFailsEitherWay() throws IOException {
    String a = file("a", 0, Map.of("fcn8s", 100.0));
    String b = file("b", 3, Map.of("fcn8s", 110.0));

    assertThat(compare(a, b)).isOne();
    assertThat(compare(b, a)).isOne();
    assertThat(compare("--tolerance", "11", b, a)).isZero();
    assertThat(output())
        .contains("net fcn8s forward", "B takes +10.0 %", "B takes -9.1 %", "0 of 1 within 5.0 %")
        .contains("largest difference 10.0 %", "other work in run b");
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
