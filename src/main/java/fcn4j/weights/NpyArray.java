package fcn4j.weights;

import java.util.List;

/**
 * An n-dimensional array of an .npy file, row-major, in the Java type that holds its values
 * exactly.
 */
public sealed interface NpyArray {
  /** Extents, outermost first; empty for a single number. */
  List<Integer> dims();

  /**
   * The values as floats: a narrowing of doubles and longs; bytes are read as unsigned. Owned by
   * the caller.
   */
  float[] toFloats();

  /**
   * The values as doubles: a narrowing of longs; bytes are read as unsigned. Owned by the caller.
   */
  double[] toDoubles();

  /** float16 and float32 values. */
  record Floats(List<Integer> dims, float[] values) implements NpyArray {
    /** Checks that the extents give the number of values; borrows the array. */
    public Floats {
      dims = checked(dims, values.length);
    }

    @Override
    public float[] toFloats() {
      return values.clone();
    }

    @Override
    public double[] toDoubles() {
      double[] result = new double[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = values[i];
      }
      return result;
    }
  }

  /** float64 values. */
  record Doubles(List<Integer> dims, double[] values) implements NpyArray {
    /** Checks that the extents give the number of values; borrows the array. */
    public Doubles {
      dims = checked(dims, values.length);
    }

    @Override
    public float[] toFloats() {
      float[] result = new float[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = (float) values[i];
      }
      return result;
    }

    @Override
    public double[] toDoubles() {
      return values.clone();
    }
  }

  /** Integer values of more than eight bits. */
  record Longs(List<Integer> dims, long[] values) implements NpyArray {
    /** Checks that the extents give the number of values; borrows the array. */
    public Longs {
      dims = checked(dims, values.length);
    }

    @Override
    public float[] toFloats() {
      float[] result = new float[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = (float) values[i];
      }
      return result;
    }

    @Override
    public double[] toDoubles() {
      double[] result = new double[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = (double) values[i];
      }
      return result;
    }
  }

  /** uint8 and bool values. */
  record Bytes(List<Integer> dims, byte[] values) implements NpyArray {
    /** Checks that the extents give the number of values; borrows the array. */
    public Bytes {
      dims = checked(dims, values.length);
    }

    @Override
    public float[] toFloats() {
      float[] result = new float[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = values[i] & 0xff;
      }
      return result;
    }

    @Override
    public double[] toDoubles() {
      double[] result = new double[values.length];
      for (int i = 0; i < result.length; i++) {
        result[i] = values[i] & 0xff;
      }
      return result;
    }
  }

  private static List<Integer> checked(List<Integer> dims, int values) {
    long count = Dims.count(dims);
    if (count != values) {
      throw new IllegalArgumentException(
          "extents %s need %d values, got %d".formatted(dims, count, values));
    }
    return List.copyOf(dims);
  }
}
