package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PTX that is checked in is what nvcc makes of the sources that are checked in. */
@Tag("build")
class PtxSourcesTest {
  private static final Pattern RELEASE = Pattern.compile("release [0-9.]+, V[0-9.]+");
  private static final Path HASHES = Kernels.PTX.resolve("sources.sha256");

  @Test
  void everySourceHasItsPtxAndTheOtherWayRound() {
    assertThat(Kernels.names(Kernels.PTX, ".ptx")).isEqualTo(Kernels.modules()).isNotEmpty();
  }

  @Test
  void ptxWasMadeOfTheseSources() throws Exception {
    List<String> expected = new ArrayList<>();
    for (String name : Kernels.modules()) {
      expected.add(hashLine(name + ".cu"));
    }
    for (String name : Kernels.names(Kernels.SOURCES, ".cuh")) {
      expected.add(hashLine(name + ".cuh"));
    }
    List<String> recorded = new ArrayList<>(Files.readAllLines(HASHES));
    recorded.removeIf(line -> line.startsWith("#"));
    Collections.sort(expected);
    Collections.sort(recorded);
    assertThat(recorded)
        .as("a kernel was changed without src/main/cuda/build-ptx.sh")
        .isEqualTo(expected);
  }

  private static String hashLine(String file) throws IOException, NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(Files.readAllBytes(Kernels.SOURCES.resolve(file)));
    return HexFormat.of().formatHex(hash) + "  " + file;
  }

  @Test
  void ptxSaysNothingOfTheMachineThatMadeIt() throws IOException {
    for (String name : Kernels.modules()) {
      assertThat(Files.readString(Kernels.PTX.resolve(name + ".ptx")))
          .as(name)
          .startsWith(".version 7.8\n.target sm_75\n.address_size 64\n")
          .doesNotContain("//", ".file", ".loc");
    }
  }

  /**
   * Runs where nvcc is found in the release that made the PTX; another one may choose otherwise.
   */
  @Test
  void nvccMakesTheSameBytesAgain(@TempDir Path folder) throws Exception {
    String made = release(Files.readString(HASHES));
    String here = release(run(List.of("nvcc", "--version")));
    if (here.isEmpty()) {
      abort("no nvcc on the PATH; the hash of the sources is checked all the same");
    }
    if (!here.equals(made)) {
      abort("nvcc " + here + " found, the PTX was made by " + made);
    }
    run(List.of(Kernels.SOURCES.resolve("build-ptx.sh").toString(), folder.toString()));
    assertThat(Kernels.names(folder, ".ptx")).isEqualTo(Kernels.modules());
    for (String name : Kernels.modules()) {
      assertThat(folder.resolve(name + ".ptx"))
          .hasSameTextualContentAs(Kernels.PTX.resolve(name + ".ptx"));
    }
  }

  private static String release(String text) {
    Matcher matcher = RELEASE.matcher(text);
    return matcher.find() ? matcher.group() : "";
  }

  /** What a command prints; empty where it does not exist. */
  private static String run(List<String> command) throws InterruptedException {
    Process process;
    String output;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException missing) {
      return "";
    }
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(command + " ends").isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
