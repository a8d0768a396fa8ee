package fcn4j.weights;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Target of Jazzer: whatever can be read goes through every format, and comes back with the same
 * bits or is refused.
 */
public final class ConversionFuzz {
  private ConversionFuzz() {}

  /** Takes what the fuzzer made up. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    Path source = FuzzInput.write(bytes);
    try (WeightFile file = WeightFiles.open(source)) {
      for (WeightFormat format : WeightFormat.values()) {
        convert(file, format, source.resolveSibling("fuzz-out" + format.suffix()));
      }
    } catch (WeightFileException refused) {
      if (refused.getMessage() == null) {
        throw new AssertionError("a refusal without a reason", refused);
      }
    }
  }

  private static void convert(WeightFile file, WeightFormat format, Path target) {
    try {
      Conversion.of(file).write(target, format, FloatType.FLOAT32);
    } catch (WeightFileException refused) {
      return;
    }
    try (WeightFile written = WeightFiles.open(target)) {
      for (int i = 0; i < file.entries().size(); i++) {
        int[] before = bits(file, file.entries().get(i));
        int[] after = bits(written, written.entries().get(i));
        if (!Arrays.equals(before, after)) {
          throw new AssertionError("%s changes %s".formatted(format, file.entries().get(i)));
        }
      }
    }
  }

  private static int[] bits(WeightFile file, WeightEntry entry) {
    float[] values = file.read(entry.name());
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
