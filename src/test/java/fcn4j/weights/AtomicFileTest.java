package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesIntoAFolderThatItMakes() throws IOException {
    Path target = folder.resolve("a/b/file.bin");
    AtomicFile.write(target, channel -> channel.write(ByteBuffer.wrap(new byte[] {1, 2})));
    assertThat(Files.readAllBytes(target)).containsExactly(1, 2);
    assertThat(Files.list(target.getParent())).containsExactly(target);
  }

  @Test
  void replacesAnOlderFile() throws IOException {
    Path target = folder.resolve("file.bin");
    Files.write(target, new byte[] {9, 9, 9});
    AtomicFile.write(target, channel -> channel.write(ByteBuffer.wrap(new byte[] {1})));
    assertThat(Files.readAllBytes(target)).containsExactly(1);
  }

  @Test
  void leavesTheOldFileAndNoOtherWhenWritingFails() throws IOException {
    Path target = folder.resolve("file.bin");
    Files.write(target, new byte[] {9, 9, 9});
    assertThatThrownBy(() ->
            AtomicFile.write(
                target,
                channel -> {
                  channel.write(ByteBuffer.wrap(new byte[] {1}));
                  throw new IOException("disk full");
                }))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(target.toString())
        .hasMessageContaining("disk full");
    assertThat(Files.readAllBytes(target)).containsExactly(9, 9, 9);
    assertThat(Files.list(folder)).containsExactly(target);
  }

  @Test
  void refusesToReplaceAFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("taken"));
    assertThatThrownBy(() -> AtomicFile.write(target, channel -> {}))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining("folder of that name");
    assertThat(Files.list(folder)).containsExactly(target);
  }
}
