package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import jcuda.JCudaVersion;
import org.junit.jupiter.api.Test;

class ElfPatchTest {
  @Test
  void jcudasBindingNeedsThirteenWhereItNeededTwelve() throws IOException {
    byte[] twelve = binding();
    byte[] thirteen = ElfPatch.renameNeeded(twelve, "libcublas.so.12", "libcublas.so.13");
    assertThat(ElfPatch.needed(twelve)).contains("libcublas.so.12", "libc.so.6");
    assertThat(ElfPatch.needed(thirteen))
        .contains("libcublas.so.13", "libc.so.6")
        .doesNotContain("libcublas.so.12");
  }

  @Test
  void onlyTheNamesLastDigitAndTheHashsLastByteChange() throws IOException {
    byte[] twelve = binding();
    byte[] thirteen = ElfPatch.renameNeeded(twelve, "libcublas.so.12", "libcublas.so.13");
    int[] changed =
        IntStream.range(0, twelve.length).filter(i -> twelve[i] != thirteen[i]).toArray();
    assertThat(thirteen).hasSameSizeAs(twelve);
    assertThat(changed).hasSize(2);
    assertThat(IntStream.of(changed).map(i -> thirteen[i] - twelve[i])).containsExactly(1, 1);
  }

  @Test
  void patchingThereAndBackGivesTheSameFile() throws IOException {
    byte[] twelve = binding();
    byte[] thirteen = ElfPatch.renameNeeded(twelve, "libcublas.so.12", "libcublas.so.13");
    assertThat(ElfPatch.renameNeeded(thirteen, "libcublas.so.13", "libcublas.so.12"))
        .isEqualTo(twelve);
  }

  /** Values that the GNU linker writes for these names. */
  @Test
  void hashIsTheElfStandards() {
    assertThat(ElfPatch.hash("GLIBC_2.2.5")).isEqualTo(0x09691a75);
    assertThat(ElfPatch.hash("GLIBC_2.17")).isEqualTo(0x06969197);
    assertThat(ElfPatch.hash("GLIBCXX_3.4")).isEqualTo(0x08922974);
  }

  @Test
  void refusesWhatItDoesNotUnderstand() throws IOException {
    byte[] binding = binding();
    assertThatThrownBy(() -> ElfPatch.renameNeeded(binding, "libcublas.so.12", "libcublas.so.1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("libcublas.so.12 and libcublas.so.1 differ in length");
    assertThatThrownBy(() -> ElfPatch.renameNeeded(binding, "libcublas.so.11", "libcublas.so.13"))
        .hasMessage("the file does not need libcublas.so.11");
    assertThatThrownBy(() -> ElfPatch.needed(new byte[100]))
        .hasMessage("not a 64-bit little-endian ELF file");
  }

  private static byte[] binding() throws IOException {
    String path = "/lib/" + NativeFolder.fileName("JCublas2");
    try (InputStream in = JCudaVersion.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    }
  }
}
