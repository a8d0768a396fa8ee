package fcn4j.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes small good files of every form, from which a fuzzer starts: {@code FuzzSeeds FOLDER}. */
public final class FuzzSeeds {
  private FuzzSeeds() {}

  /** Writes them below the named folder, one folder a target. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    for (String target : List.of("Caffe", "Safetensors", "Npy", "Npz")) {
      Files.createDirectories(root.resolve(target));
    }
    writeCaffe(root.resolve("Caffe"));
    writeSafetensors(root.resolve("Safetensors/seed-two"));
    Path npy = root.resolve("Npy");
    for (NpyType type : NpyType.values()) {
      byte[] header = NpyHeader.encode(type, List.of(2));
      byte[] bytes = Arrays.copyOf(header, header.length + 2 * type.bytes);
      Files.write(npy.resolve("seed-" + type.plainName()), bytes);
    }
    writeNpz(root.resolve("Npz"), npy);
  }

  private static void writeCaffe(Path folder) throws IOException {
    Proto one = Proto.blob(List.of(1, 2), 1, 2);
    Proto legacy = Proto.legacyBlob(1, 1, 1, 2).floats(5, 1, 2).packedFloats(6, 3);
    Proto doubles = Proto.legacyBlob(1, 1, 1, 2).packedDoubles(8, 1, 2);
    Map<String, Proto> files =
        Map.of(
            "current",
            new Proto().text(1, "n").message(100, Proto.layer("a", "Convolution", one, one)),
            "old",
            new Proto().message(2, Proto.oldLayer("b", 14, legacy, doubles)),
            "oldest",
            new Proto()
                .message(
                    2,
                    new Proto()
                        .message(1, new Proto().text(1, "c").text(2, "conv").message(50, legacy))),
            "state",
            new Proto().number(1, 9).text(2, "f").message(3, one).message(3, legacy).number(4, 1),
            "mean",
            legacy,
            "shape",
            one,
            "doubles",
            new Proto().message(7, Proto.shape(List.of(2))).doubles(8, 1, 2));
    for (Map.Entry<String, Proto> file : files.entrySet()) {
      Files.write(folder.resolve("seed-" + file.getKey()), file.getValue().toBytes());
    }
  }

  private static void writeSafetensors(Path path) {
    SafetensorsWriter.write(
        path,
        List.of(
            WeightArray.of("a.weight", List.of(2), new float[] {1, 2}),
            WeightArray.of("b", List.of(), new float[] {3})),
        Map.of("k", "v"));
  }

  private static void writeNpz(Path folder, Path npy) throws IOException {
    List<WeightEntry> entries =
        List.of(new WeightEntry("a.weight", List.of(2)), new WeightEntry("b", List.of()));
    NpzWriter.write(
        folder.resolve("seed-stored"),
        entries,
        ArrayReader.ofWhole(entry -> new float[(int) entry.count()]),
        FloatType.FLOAT32);
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("seed-deflated")))) {
      zip.putNextEntry(new ZipEntry("c.npy"));
      zip.write(Files.readAllBytes(npy.resolve("seed-float32")));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("readme"));
      zip.write(1);
      zip.closeEntry();
    }
  }
}
