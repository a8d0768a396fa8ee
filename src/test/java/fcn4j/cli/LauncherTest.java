package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import fcn4j.tensor.Shape;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, with the real JCuda and no emulated device. */
class LauncherTest {
  @TempDir Path folder;

  private Process start(Path out, Path err, String... args) throws IOException {
    String main =
        Path.of(Shape.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true"));
    command.addAll(List.of("-cp", main + File.pathSeparator + jars, "fcn4j.cli.Main"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  private CommandRun run(String... args) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    int status = start(out, err, args).waitFor();
    return new CommandRun(status, Files.readString(out), Files.readString(err));
  }

  @Test
  void aRunThatIsToldToStopWritesItsCheckpointAndEnds() throws Exception {
    Path run = folder.resolve("run");
    Path err = folder.resolve("stopped.txt");
    Process process =
        start(
            folder.resolve("out.txt"),
            err,
            "train",
            "--net",
            "fcn8s-digits",
            "--data",
            "digits",
            "--test-data",
            "none",
            "--iterations",
            "1000000",
            "--device",
            "cpu",
            "--out",
            run.toString());
    Path metrics = run.resolve("metrics.jsonl");
    while (process.isAlive() && !Files.exists(metrics)) {
      Thread.sleep(50);
    }
    process.destroy();
    process.waitFor();
    assertThat(Files.readString(err)).contains("stopped early; --resume goes on");
    assertThat(run.resolve("checkpoints/last.safetensors")).isNotEmptyFile();
    assertThat(run.resolve("curve.png")).isNotEmptyFile();
  }

  @Test
  void successIsZeroAndBadInputTwo() throws Exception {
    assertThat(run("--version").status()).isZero();
    CommandRun refused = run("describe", "fcn7s");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("fcn7s");
  }

  @Test
  void withoutAGpuDevicesSaysWhatIsMissingAndCudaIsRefused() throws Exception {
    CommandRun devices = run("devices", "--json");
    assertThat(devices.status()).as(devices.err()).isZero();
    assumeTrue(
        devices.out().contains("\"cudaUsable\":false"), "this machine has a GPU that can be used");
    assertThat(devices.out()).contains("libcuda.so.1");
    CommandRun demo = run("demo", "--device", "cuda", "--out", folder.resolve("x").toString());
    assertThat(demo.status()).isEqualTo(2);
    assertThat(demo.err()).contains("no usable GPU").contains("install");
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
