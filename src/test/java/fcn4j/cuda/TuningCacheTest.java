package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningCacheTest {
  @TempDir Path folder;

  @Test
  void remembersInTheNextProcess() {
    Path file = folder.resolve("made").resolve("choices.txt");
    TuningCache first = TuningCache.at(file);
    assertThat(first.get("conv 3x3")).isNull();
    first.put("conv 3x3", "6");
    first.put("conv 1x1", "-1");
    first.put("conv 3x3", "1");
    TuningCache second = TuningCache.at(file);
    assertThat(second.get("conv 3x3")).isEqualTo("1");
    assertThat(second.get("conv 1x1")).isEqualTo("-1");
  }

  @Test
  void leavesOutLinesThatWereCutOff() throws IOException {
    Path file = folder.resolve("choices.txt");
    Files.writeString(file, "whole\t1;\nhalf\t2\nnoise\n\t3;\n");
    TuningCache cache = TuningCache.at(file);
    assertThat(cache.get("whole")).isEqualTo("1");
    assertThat(cache.get("half")).isNull();
    assertThat(cache.get("")).isNull();
  }

  @Test
  void worksWhereNothingCanBeWritten() throws IOException {
    Path file = folder.resolve("not-a-folder");
    Files.writeString(file, "");
    TuningCache cache = TuningCache.at(file.resolve("choices.txt"));
    cache.put("a", "1");
    assertThat(cache.get("a")).isEqualTo("1");
  }

  @Test
  void refusesTextsThatWouldBreakTheFile() {
    TuningCache cache = TuningCache.inMemory();
    assertThatThrownBy(() -> cache.put("a\tb", "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cache.put("a", "1\n2")).isInstanceOf(IllegalArgumentException.class);
  }
}
