package fcn4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
  @TempDir Path folder;

  private static byte[] npy(List<Integer> dims, float... values) {
    byte[] header = NpyHeader.encode(NpyType.F4, dims);
    byte[] bytes = Arrays.copyOf(header, header.length + 4 * values.length);
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      for (int b = 0; b < 4; b++) {
        bytes[header.length + 4 * i + b] = (byte) (bits >>> 8 * b);
      }
    }
    return bytes;
  }

  /** Writes an archive as numpy.savez_compressed does: sizes come behind the data. */
  private Path compressed(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
        zip.closeEntry();
      }
    }
    return Files.write(folder.resolve("a.npz"), bytes.toByteArray());
  }

  @Test
  void compressedArchivesAreReadForwardsAndBackwards() throws IOException {
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path path =
        compressed(
            "conv/1.weight.npy",
            npy(List.of(100, 1000), values),
            "s.npy",
            npy(List.of(), 7),
            "readme.txt",
            new byte[3]);
    try (WeightFile file = WeightFiles.open(path)) {
      assertThat(file.format()).isEqualTo(WeightFormat.NPZ);
      assertThat(file.entries())
          .extracting(WeightEntry::toString)
          .containsExactly("conv/1.weight[100, 1000]", "s[]");
      WeightEntry entry = file.entries().getFirst();
      float[] some = new float[3];
      for (int first : new int[] {99_997, 0, 3, 50_000, 49_999}) {
        file.read(entry, first, some, 0, 3);
        assertThat(some).containsExactly(first, first + 1, first + 2);
      }
      assertThat(file.read("conv/1.weight")).isEqualTo(values);
      assertThat(file.read("s")).containsExactly(7);
      assertThatThrownBy(() -> file.read("t")).isInstanceOf(WeightFileException.class);
      assertThatThrownBy(() -> file.read(entry, 99_999, some, 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      file.close();
      file.close();
    }
  }

  @Test
  void whatIsWrittenIsWhatNumpyWrites() throws IOException {
    Path path = folder.resolve("a.npz");
    List<WeightEntry> entries =
        List.of(new WeightEntry("a.weight", List.of(1, 2)), new WeightEntry("b", List.of()));
    float[][] values = {{1, 2}, {3}};
    NpzWriter.write(
        path,
        entries,
        ArrayReader.ofWhole(entry -> values[entries.indexOf(entry)]),
        FloatType.FLOAT32);
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<? extends ZipEntry> members = Collections.list(zip.entries());
      assertThat(members).extracting(ZipEntry::getName).containsExactly("a.weight.npy", "b.npy");
      assertThat(members).allMatch(member -> member.getMethod() == ZipEntry.STORED);
      assertThat(zip.getInputStream(members.getFirst()).readAllBytes())
          .isEqualTo(npy(List.of(1, 2), 1, 2));
    }
  }

  @Test
  void bombsAreRefusedBeforeTheyAreUnpacked() throws IOException {
    Path zeros = compressed("w.npy", npy(List.of(30_000_000), new float[30_000_000]));
    assertThat(Files.size(zeros)).isLessThan(200_000);
    assertRefused(zeros, "would unpack from");
    Path other = compressed("w.npy", npy(List.of(1), 1), "x.bin", new byte[200 << 20]);
    assertRefused(other, "would unpack from");
  }

  @Test
  void sizesThatLieAreRefused() throws IOException {
    assertRefused(compressed("w.npy", npy(List.of(3), 1, 2)), "do not take");
    assertRefused(compressed("w.npy", npy(List.of(1 << 30, 1 << 30), 1, 2)), "do not take");
    assertRefused(compressed("w.npy", new byte[0]), "w.npy");
    assertRefused(compressed("w.npy", new byte[] {1, 2, 3}), "not an .npy file");
    byte[] huge = npy(List.of(1), 1);
    huge[6] = 2;
    Arrays.fill(huge, 8, 12, (byte) 0xff);
    assertRefused(compressed("w.npy", huge), "claims");
  }

  @Test
  void archivesWithoutArraysAndDamagedOnesAreRefused() throws IOException {
    assertRefused(compressed("archive/data.pkl", new byte[3]), "PyTorch");
    assertRefused(compressed(".npy", npy(List.of(1), 1)), "without a name");
    byte[] good = Files.readAllBytes(compressed("w.npy", npy(List.of(2), 1, 2)));
    Path cut = Files.write(folder.resolve("cut.npz"), Arrays.copyOf(good, good.length - 30));
    assertRefused(cut, "damaged");
    byte[] empty = new byte[22];
    empty[0] = 'P';
    empty[1] = 'K';
    empty[2] = 5;
    empty[3] = 6;
    assertRefused(Files.write(folder.resolve("empty.npz"), empty), "without arrays");
  }

  @Test
  void moreMembersThanANetHasAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 10_001; i++) {
        ZipEntry entry = new ZipEntry(i + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(0);
        entry.setCrc(0);
        zip.putNextEntry(entry);
      }
    }
    assertRefused(Files.write(folder.resolve("many.npz"), bytes.toByteArray()), "10001 members");
  }

  @Test
  void aWrongChecksumIsNoticedAtTheArraysEnd() throws IOException {
    byte[] array = npy(List.of(2), 1, 2);
    CRC32 crc = new CRC32();
    crc.update(array);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("w.npy");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(array.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(array);
    }
    byte[] file = bytes.toByteArray();
    int value = 30 + "w.npy".length() + array.length - 1;
    file[value] ^= 1;
    try (WeightFile open = WeightFiles.open(Files.write(folder.resolve("c.npz"), file))) {
      assertThatThrownBy(() -> open.read("w"))
          .isInstanceOf(WeightFileException.class)
          .hasMessageContaining("checksum");
    }
  }

  @Test
  void everyTruncationAndManyDamagedBytesGiveAFileOrAClearError() throws IOException {
    byte[] good =
        Files.readAllBytes(
            compressed("a.npy", npy(List.of(2), 1, 2), "b.npy", npy(List.of(1, 1), 3)));
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < good.length + 1500; i++) {
      byte[] bad = Arrays.copyOf(good, Math.min(i + 1, good.length));
      if (i >= good.length) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Path path = Files.write(folder.resolve("bad.npz"), bad);
      Throwable fault =
          catchThrowable(() -> {
            try (WeightFile file = WeightFiles.open(path)) {
              file.entries().forEach(entry -> file.read(entry.name()));
            }
          });
      assertThat(fault == null || fault instanceof WeightFileException).as("%s", fault).isTrue();
    }
  }

  private static void assertRefused(Path path, String message) {
    assertThatThrownBy(() -> WeightFiles.open(path))
        .isInstanceOf(WeightFileException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }
}
