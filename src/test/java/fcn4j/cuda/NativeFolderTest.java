package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFolderTest {
  @TempDir Path base;

  @Test
  void isForItsOwnerAlone() throws IOException {
    Path folder = NativeFolder.open(List.of(base.resolve("a/b")), 12).path();
    assertThat(folder).startsWith(base.resolve("a/b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void eachCudaVersionHasItsOwn() throws IOException {
    assertThat(NativeFolder.open(List.of(base), 12).path())
        .isNotEqualTo(NativeFolder.open(List.of(base), 13).path());
  }

  @Test
  void patchesForThirteenAndLeavesTwelveAlone() throws IOException {
    Path twelve = NativeFolder.open(List.of(base), 12).extract("JCublas2", 12);
    Path thirteen = NativeFolder.open(List.of(base), 13).extract("JCublas2", 13);
    assertThat(ElfPatch.needed(Files.readAllBytes(twelve))).contains("libcublas.so.12");
    assertThat(ElfPatch.needed(Files.readAllBytes(thirteen))).contains("libcublas.so.13");
    assertThat(twelve.getParent().toFile().list()).containsExactly(twelve.getFileName().toString());
  }

  @Test
  void replacesAFileThatWasTamperedWith() throws IOException {
    NativeFolder folder = NativeFolder.open(List.of(base), 12);
    Path file = folder.extract("JCudnn", 12);
    byte[] good = Files.readAllBytes(file);
    byte[] bad = good.clone();
    bad[1000] ^= 1;
    Files.write(file, bad);
    assertThat(folder.extract("JCudnn", 12)).isEqualTo(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(good);
  }

  @Test
  void leavesAGoodFileAsItIs() throws IOException {
    NativeFolder folder = NativeFolder.open(List.of(base), 12);
    Path file = folder.extract("JCudnn", 12);
    FileTime old = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, old);
    folder.extract("JCudnn", 12);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
  }

  @Test
  void replacesALinkInsteadOfWritingThroughIt() throws IOException {
    NativeFolder folder = NativeFolder.open(List.of(base), 12);
    Path elsewhere = Files.writeString(base.resolve("elsewhere"), "untouched");
    Path file = folder.path().resolve(NativeFolder.fileName("JCudnn"));
    Files.createSymbolicLink(file, elsewhere);
    folder.extract("JCudnn", 12);
    assertThat(file).isRegularFile();
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(elsewhere).hasContent("untouched");
  }

  @Test
  void passesOverAFolderThatOthersCanChange() throws IOException {
    Path first = base.resolve("first");
    Path second = base.resolve("second");
    Path open = NativeFolder.open(List.of(first), 12).path();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(NativeFolder.open(List.of(first, second), 12).path()).startsWith(second);
  }

  @Test
  void passesOverABaseThatIsNoFolder() throws IOException {
    Path file = Files.writeString(base.resolve("file"), "");
    assertThat(NativeFolder.open(List.of(file, base.resolve("next")), 12).path())
        .startsWith(base.resolve("next"));
    Path last = NativeFolder.open(List.of(file), 12).path();
    assertThat(last.getFileName().toString()).startsWith("fcn4j-natives-");
    Files.delete(last);
  }

  @Test
  void saysWhatIsNotOnTheClassPath() throws IOException {
    NativeFolder folder = NativeFolder.open(List.of(base), 12);
    assertThatThrownBy(() -> folder.extract("JNothing", 12))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("libJNothing-")
        .hasMessageContaining("is not on the class path");
  }
}
