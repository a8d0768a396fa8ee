package fcn4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle's {@code measure} among stand-ins for what it starts: whatever fails, it goes on. */
@Tag("build")
class MeasureScriptTest {
  private static final String STAGES = "tests,peers,trace,benchmarks,scaling";
  private static final String USABLE =
      """
      case $* in
        *--json*) echo '{"cudaUsable":true,"problem":null,"gpus":[]}' ;;
        bench*) while [[ $1 != --trace ]]; do shift; done; echo '{}' >"$2"; echo "conv1 3 ms" ;;
      esac
      """;

  @TempDir private Path bundle;

  @BeforeEach
  void everythingWorks() throws IOException {
    Files.copy(Path.of("src/bundle/measure"), bundle.resolve("measure"));
    Files.writeString(bundle.resolve("commit"), "0123456789abcdef\n");
    program("fcn4j", USABLE);
    program("run-tests", "echo '[        12 tests successful      ]'; mkdir test-reports");
    program("run-peers", "echo 'fcn8s forward tf32: ratio 0.90'; echo \"$FCN4J_COMMIT\"");
    program("run-benchmarks", "while [[ $1 != --results ]]; do shift; done; echo '{}' >>\"$2\"");
    program("run-scaling", "echo scaled");
  }

  private void program(String name, String script) throws IOException {
    Path file = bundle.resolve(name);
    Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int measure(String... options) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of("bash", bundle.resolve("measure").toString(), "--stages", STAGES),
                Stream.concat(Stream.of(options), Stream.of(bundle.resolve("out").toString())))
            .toList();
    return new ProcessBuilder(command)
        .directory(bundle.toFile())
        .redirectOutput(bundle.resolve("printed").toFile())
        .redirectError(bundle.resolve("messages").toFile())
        .start()
        .waitFor();
  }

  private String summary() throws IOException {
    String summary = Files.readString(bundle.resolve("out/summary.txt"));
    assertThat(Files.readString(bundle.resolve("printed"))).isEqualTo(summary);
    return summary;
  }

  private List<String> results() throws IOException {
    try (Stream<Path> files = Files.list(bundle.resolve("out"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyStageRunsAndLeavesFewFiles() throws IOException, InterruptedException {
    assertThat(measure()).as("%s", bundle).isZero();
    assertThat(summary())
        .startsWith("fcn4j 0123456, measured ")
        .contains("tests       done")
        .contains("scaling     done")
        .contains("12 tests successful")
        .contains("ratio 0.90")
        .contains("conv1 3 ms");
    assertThat(results())
        .containsExactly(
            "benchmarks.txt",
            "logs.tar.gz",
            "peers.txt",
            "results.jsonl",
            "summary.txt",
            "trace-forward.json.gz",
            "trace-train.json.gz");
    assertThat(bundle.resolve("out/peers.txt")).content().contains("0123456789abcdef");
  }

  @Test
  void whatFailsIsRecordedAndTheRestGoesOn() throws IOException, InterruptedException {
    program("run-tests", "echo '[         1 tests failed          ]'; exit 1");
    program("run-scaling", "exit 3");

    assertThat(measure()).isEqualTo(1);
    assertThat(summary())
        .contains("tests       failed, exit status 1")
        .contains("peers       done")
        .contains("scaling     failed, exit status 3")
        .contains("1 tests failed");
  }

  @Test
  void whatTakesTooLongIsEnded() throws IOException, InterruptedException {
    program("run-peers", "echo begun; sleep 100");

    assertThat(measure("--minutes", "0.4")).isZero();
    assertThat(summary()).contains("peers       not finished in time", "benchmarks  done");
    assertThat(bundle.resolve("out/peers.txt")).content().contains("begun");
  }

  @Test
  void withoutAGpuItSaysWhatIsMissing() throws IOException, InterruptedException {
    program("fcn4j", "echo '{\"cudaUsable\":false,\"problem\":\"no driver\",\"gpus\":[]}'");

    assertThat(measure()).isEqualTo(1);
    assertThat(summary())
        .contains("tests       left out: no usable GPU")
        .contains("No usable GPU: no driver");
  }

  @Test
  void mistakenOptionsAreRefused() throws IOException, InterruptedException {
    assertThat(measure("--stages", "tests,everything")).isEqualTo(2);
    assertThat(bundle.resolve("messages")).content().contains("there is no stage everything");
    assertThat(measure("--minutes", "many")).isEqualTo(2);
    assertThat(bundle.resolve("messages")).content().contains("--minutes takes a number");
  }
}
