package fcn4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.benchmarks.results.ResultFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * The committed documents are what the committed results say; else benchmarks/report mends them.
 */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");

  private static Report report() throws IOException {
    return Report.of(ResultFile.readAll(ROOT.resolve(Report.RESULTS)));
  }

  @Test
  void pagesSayWhatTheResultsSay() throws IOException {
    for (Map.Entry<Path, String> page : Report.PAGES.entrySet()) {
      String text = Files.readString(ROOT.resolve(page.getKey()));
      String name = page.getKey().toString();
      assertThat(text)
          .as("%s is not what benchmarks/report writes: run it", name)
          .isEqualTo(report().page(name, text, page.getValue()));
    }
  }

  /** A pixel may differ where another Java runtime smooths an edge otherwise. */
  @Test
  void picturesShowWhatTheResultsSay() throws IOException {
    for (Map.Entry<String, BufferedImage> picture : report().pictures().entrySet()) {
      Path file = ROOT.resolve(Report.PICTURES).resolve(picture.getKey());
      assertThat(file).as("run benchmarks/report").exists();
      BufferedImage committed = Objects.requireNonNull(ImageIO.read(file.toFile()));
      BufferedImage made = picture.getValue();
      assertThat(committed.getWidth()).as("%s", file).isEqualTo(made.getWidth());
      assertThat(committed.getHeight()).as("%s", file).isEqualTo(made.getHeight());
      int different = 0;
      for (int y = 0; y < made.getHeight(); y++) {
        for (int x = 0; x < made.getWidth(); x++) {
          different += far(committed.getRGB(x, y), made.getRGB(x, y)) ? 1 : 0;
        }
      }
      assertThat(different).as("%s: run benchmarks/report", file).isLessThan(20);
    }
  }

  private static boolean far(int a, int b) {
    for (int shift = 0; shift < 24; shift += 8) {
      if (Math.abs((a >> shift & 0xff) - (b >> shift & 0xff)) > 64) {
        return true;
      }
    }
    return false;
  }
}
