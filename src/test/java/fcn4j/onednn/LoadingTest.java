package fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * oneDNN is loaded by one thread while another opens a backend. The library is loaded once in a
 * process, so that each case is a process of its own.
 */
@Tag("build")
class LoadingTest {
  private static final int TIMES = 3;
  private static final int PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  @Test
  void aBackendThatIsOpenedMeanwhileWaits() throws Exception {
    for (int time = 0; time < TIMES; time++) {
      Path out = folder.resolve("out.txt");
      Process session =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LoadingSession.class.getName())
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      boolean ended = session.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      session.destroyForcibly();
      assertThat(ended).as("the threads do not wait for each other").isTrue();
      assertThat(Files.readString(out)).contains(LoadingSession.OPENED);
    }
  }
}
