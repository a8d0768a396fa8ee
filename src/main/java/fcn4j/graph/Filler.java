package fcn4j.graph;

import fcn4j.op.ParameterSpec;
import fcn4j.op.Philox;
import fcn4j.op.ShapeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * How a parameter is initialised. Random fillers draw from {@link Philox} by (seed, parameter name,
 * element), so that a value depends on nothing else.
 */
public sealed interface Filler {

  /** Values of a parameter. */
  float[] fill(String parameter, ParameterSpec spec, long seed);

  /** One value throughout; Caffe's default is the constant 0. */
  record Constant(float value) implements Filler {
    @Override
    public float[] fill(String parameter, ParameterSpec spec, long seed) {
      float[] values = new float[Math.toIntExact(spec.count())];
      Arrays.fill(values, value);
      return values;
    }
  }

  /** Normal distribution with mean 0. */
  record Gaussian(double standardDeviation) implements Filler {
    @Override
    public float[] fill(String parameter, ParameterSpec spec, long seed) {
      return normal(parameter, spec, seed, standardDeviation);
    }
  }

  /**
   * He's initialisation for layers before a ReLU: normal with variance 2/fan-in. Source: He, Zhang,
   * Ren, Sun: "Delving Deep into Rectifiers", 2015.
   */
  record He() implements Filler {
    @Override
    public float[] fill(String parameter, ParameterSpec spec, long seed) {
      return normal(parameter, spec, seed, Math.sqrt(2.0 / fanIn(spec)));
    }
  }

  /** Caffe's xavier: uniform in +-sqrt(3 / fan-in). */
  record Xavier() implements Filler {
    @Override
    public float[] fill(String parameter, ParameterSpec spec, long seed) {
      double bound = Math.sqrt(3.0 / fanIn(spec));
      float[] values = new float[Math.toIntExact(spec.count())];
      int stream = stream(parameter);
      for (int i = 0; i < values.length; i++) {
        double unit = Philox.uniform(Philox.word(seed, 0, stream, i));
        values[i] = (float) (bound * (2 * unit - 1));
      }
      return values;
    }
  }

  /**
   * Bilinear upsampling weights (Ci,Co/g,k,k): w(i,j) = (1-|i-c|/f) (1-|j-c|/f), f = ceil(k/2), c =
   * (k-1)/2, in every slice (Caffe's filler, right for one group a channel) or only in the slices
   * (i,i) (the reference's surgery, right for dense weights).
   */
  record Bilinear(boolean diagonalOnly) implements Filler {
    @Override
    public float[] fill(String parameter, ParameterSpec spec, long seed) {
      List<Integer> dims = spec.dims();
      if (dims.size() != 4 || !dims.get(2).equals(dims.get(3))) {
        throw new ShapeException(
            "%s: bilinear weights need a square kernel, got %s".formatted(parameter, dims));
      }
      float[] kernel = kernel(dims.get(2));
      float[] values = new float[Math.toIntExact(spec.count())];
      int slices = dims.get(0) * dims.get(1);
      for (int slice = 0; slice < slices; slice++) {
        boolean diagonal = slice / dims.get(1) == slice % dims.get(1);
        if (diagonal || !diagonalOnly) {
          System.arraycopy(kernel, 0, values, slice * kernel.length, kernel.length);
        }
      }
      return values;
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

  private static float[] normal(
      String parameter, ParameterSpec spec, long seed, double standardDeviation) {
    float[] values = new float[Math.toIntExact(spec.count())];
    int stream = stream(parameter);
    for (int pair = 0; 2 * pair < values.length; pair++) {
      int[] words = Philox.block(seed, 0, stream, pair);
      // Box and Muller's transform; 1 - u keeps the logarithm finite.
      double radius = Math.sqrt(-2 * Math.log(1 - Philox.uniform(words[0])));
      double angle = 2 * Math.PI * Philox.uniform(words[1]);
      values[2 * pair] = (float) (standardDeviation * radius * Math.cos(angle));
      if (2 * pair + 1 < values.length) {
        values[2 * pair + 1] = (float) (standardDeviation * radius * Math.sin(angle));
      }
    }
    return values;
  }
}
