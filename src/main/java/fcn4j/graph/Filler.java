package fcn4j.graph;

import fcn4j.op.ParameterSpec;
import fcn4j.op.Philox;
import fcn4j.op.ShapeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * How a parameter is initialised. Random fillers draw from {@link Philox} by (seed, parameter name,
 * element), so that a value depends on nothing else.
 */
public sealed interface Filler {
  /** Values of a parallel task. */
  int TASK_FLOATS = 1 << 15;

  /**
   * A stretch of a parameter's values, in row-major order, so that a large parameter needs only a
   * small buffer.
   *
   * @param first index of the first value
   * @param target gets {@code count} values
   */
  void fill(String parameter, ParameterSpec spec, long seed, long first, float[] target, int count);

  /** All values of a parameter. */
  default float[] fill(String parameter, ParameterSpec spec, long seed) {
    float[] values = new float[Math.toIntExact(spec.count())];
    fill(parameter, spec, seed, 0, values, values.length);
    return values;
  }

  /** One value throughout; Caffe's default is the constant 0. */
  record Constant(float value) implements Filler {
    @Override
    public void fill(
        String parameter, ParameterSpec spec, long seed, long first, float[] target, int count) {
      Arrays.fill(target, 0, count, value);
    }
  }

  /** Normal distribution with mean 0. */
  record Gaussian(double standardDeviation) implements Filler {
    @Override
    public void fill(
        String parameter, ParameterSpec spec, long seed, long first, float[] target, int count) {
      normal(parameter, seed, standardDeviation, first, target, count);
    }
  }

  /**
   * He's initialisation for layers before a ReLU: normal with variance 2/fan-in. Source: He, Zhang,
   * Ren, Sun: "Delving Deep into Rectifiers", 2015.
   */
  record He() implements Filler {
    @Override
    public void fill(
        String parameter, ParameterSpec spec, long seed, long first, float[] target, int count) {
      normal(parameter, seed, Math.sqrt(2.0 / fanIn(spec)), first, target, count);
    }
  }

  /** Caffe's xavier: uniform in +-sqrt(3 / fan-in). */
  record Xavier() implements Filler {
    @Override
    public void fill(
        String parameter, ParameterSpec spec, long seed, long first, float[] target, int count) {
      double bound = Math.sqrt(3.0 / fanIn(spec));
      int stream = stream(parameter);
      for (int i = 0; i < count; i++) {
        double unit = Philox.uniform(Philox.word(seed, 0, stream, first + i));
        target[i] = (float) (bound * (2 * unit - 1));
      }
    }
  }

  /**
   * Bilinear upsampling weights (Ci,Co/g,k,k): w(i,j) = (1-|i-c|/f) (1-|j-c|/f), f = ceil(k/2), c =
   * (k-1)/2, in every slice (Caffe's filler, right for one group a channel) or only in the slices
   * (i,i) (the reference's surgery, right for dense weights).
   */
  record Bilinear(boolean diagonalOnly) implements Filler {
    @Override
    public void fill(
        String parameter, ParameterSpec spec, long seed, long first, float[] target, int count) {
      List<Integer> dims = spec.dims();
      if (dims.size() != 4 || !dims.get(2).equals(dims.get(3))) {
        throw new ShapeException(
            "%s: bilinear weights need a square kernel, got %s".formatted(parameter, dims));
      }
      float[] kernel = kernel(dims.get(2));
      for (int i = 0; i < count; i++) {
        int slice = Math.toIntExact((first + i) / kernel.length);
        boolean diagonal = slice / dims.get(1) == slice % dims.get(1);
        boolean filled = diagonal || !diagonalOnly;
        target[i] = filled ? kernel[(int) ((first + i) % kernel.length)] : 0;
      }
    }

    /** The k x k kernel, row-major. */
    public static float[] kernel(int size) {
      int factor = (size + 1) / 2;
      double centre = (size - 1) / 2.0;
      float[] kernel = new float[size * size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          double row = 1 - Math.abs(i - centre) / factor;
          double column = 1 - Math.abs(j - centre) / factor;
          kernel[i * size + j] = (float) (row * column);
        }
      }
      return kernel;
    }
  }

  private static long fanIn(ParameterSpec spec) {
    return Math.max(1, spec.count() / spec.dims().getFirst());
  }

  private static int stream(String parameter) {
    CRC32 crc = new CRC32();
    crc.update(parameter.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  private static void normal(
      String parameter,
      long seed,
      double standardDeviation,
      long first,
      float[] target,
      int count) {
    int stream = stream(parameter);
    IntStream.range(0, Math.ceilDiv(count, TASK_FLOATS))
        .parallel()
        .forEach(task -> {
          int from = task * TASK_FLOATS;
          int to = Math.min(count, from + TASK_FLOATS);
          int i = from;
          while (i < to) {
            // Two values come of one block of random words.
            long pair = (first + i) / 2;
            int[] words = Philox.block(seed, 0, stream, pair);
            // Box and Muller's transform; 1 - u keeps the logarithm finite.
            double radius = Math.sqrt(-2 * Math.log(1 - Philox.uniform(words[0])));
            double angle = 2 * Math.PI * Philox.uniform(words[1]);
            if (2 * pair == first + i) {
              target[i++] = (float) (standardDeviation * radius * Math.cos(angle));
            }
            if (i < to) {
              target[i++] = (float) (standardDeviation * radius * Math.sin(angle));
            }
          }
        });
  }
}
