package fcn4j.emulator;

import static fcn4j.emulator.EmulatedKernels.dims;

import java.util.Random;
import jcuda.driver.CUdeviceptr;

/** How the kernels of {@code emulator/mutants.cu} are run; the results come back as floats. */
final class MutantRuns {
  private static final String PTX = EmulatedKernels.resource("emulator/mutants.ptx");
  private static final int COUNT = 700;

  private final EmulatedKernels kernels;
  private final Random random = new Random(11);

  MutantRuns(EmulatorOptions options) {
    kernels = EmulatedKernels.of(PTX, options.withStepLimit(20_000));
  }

  /** Runs a kernel with a defect on the inputs that show it. */
  float[] run(String kernel, String defect) {
    String name = kernel + "_" + defect;
    return switch (kernel) {
      case "scale_add" -> scaleAdd(name);
      case "block_sum" -> blockSum(name);
      case "warp_sum" -> warpSum(name);
      case "product" -> product(name);
      case "softmax_rows" -> softmaxRows(name);
      case "blur_row" -> elementwise(name, COUNT);
      case "relu" -> elementwise(name, COUNT);
      case "scale_vectors" -> scaleVectors(name);
      case "histogram" -> histogram(name);
      case "local_sort" -> localSort(name);
      case "shift_left" -> shiftLeft(name);
      case "warp_exchange" -> warpExchange(name);
      case "collatz" -> collatz(name);
      case "mean_of_labels" -> means(name);
      case "to_bytes" -> toBytes(name);
      case "last_block_sums" -> lastBlockSums(name);
      default -> throw new IllegalArgumentException(kernel);
    };
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }

  private float[] scaleAdd(String name) {
    CUdeviceptr out = kernels.room(4L * COUNT);
    int grid = name.endsWith("NO_TAIL_CHECK") ? 3 : 2;
    kernels.launch(
        name, grid, 256, kernels.put(values(COUNT)), kernels.put(values(COUNT)), out, 3f, COUNT);
    return kernels.floats(out, COUNT);
  }

  private float[] blockSum(String name) {
    CUdeviceptr out = kernels.put(0f);
    kernels.launch(name, 3, 256, kernels.put(values(COUNT)), out, COUNT);
    return kernels.floats(out, 1);
  }

  /** The last warp is not whole. */
  private float[] warpSum(String name) {
    CUdeviceptr out = kernels.room(4L * 5);
    int block = name.endsWith("ABSENT_LANE") ? 144 : 160;
    kernels.launch(name, 1, block, kernels.put(values(block)), out, block);
    return kernels.floats(out, 5);
  }

  private float[] product(String name) {
    int m = 35;
    int n = 40;
    int k = 23;
    CUdeviceptr c = kernels.room(4L * m * n);
    kernels.launch(
        name,
        dims(3, 3),
        dims(16, 16),
        0,
        kernels.put(values(m * k)),
        kernels.put(values(k * n)),
        c,
        m,
        n,
        k);
    return kernels.floats(c, m * n);
  }

  private float[] softmaxRows(String name) {
    int rows = 50;
    int classes = 7;
    float[] x = values(rows * classes);
    for (int i = 0; i < x.length; i++) {
      int row = i / classes;
      x[i] += 20f * row;
    }
    CUdeviceptr y = kernels.room(4L * rows * classes);
    kernels.launch(name, 1, 64, kernels.put(x), y, rows, classes);
    return kernels.floats(y, rows * classes);
  }

  private float[] elementwise(String name, int count) {
    CUdeviceptr y = kernels.room(4L * count);
    kernels.launch(name, 3, 256, kernels.put(values(count)), y, count);
    return kernels.floats(y, count);
  }

  private float[] scaleVectors(String name) {
    CUdeviceptr y = kernels.room(4L * COUNT);
    kernels.launch(name, 3, 64, kernels.put(values(COUNT)), y, COUNT / 4);
    return kernels.floats(y, COUNT);
  }

  private float[] histogram(String name) {
    byte[] labels = new byte[COUNT];
    for (int i = 0; i < COUNT; i++) {
      labels[i] = (byte) random.nextInt(21);
    }
    CUdeviceptr counts = kernels.put(new int[32]);
    kernels.launch(name, 3, 256, kernels.put(labels), counts, COUNT);
    return floats(kernels.ints(counts, 32));
  }

  private float[] localSort(String name) {
    CUdeviceptr out = kernels.room(4L * 32);
    kernels.launch(name, 1, 32, kernels.put(3, 1, 4, 1, 5, 9, 2, 6), out, 8);
    return kernels.floats(out, 32);
  }

  private float[] shiftLeft(String name) {
    float[] x = values(COUNT);
    CUdeviceptr from = kernels.put(x);
    CUdeviceptr to = kernels.put(x);
    kernels.launch(name, 3, 256, from, to, COUNT);
    return kernels.floats(to, COUNT);
  }

  private float[] warpExchange(String name) {
    CUdeviceptr y = kernels.room(4L * 64);
    kernels.launch(name, 1, 64, kernels.put(values(64)), y);
    return kernels.floats(y, 64);
  }

  private float[] collatz(String name) {
    CUdeviceptr steps = kernels.room(4L * 6);
    kernels.launch(name, 1, 32, kernels.put(1, 2, 3, 6, 7, 27), steps, 6);
    return floats(kernels.ints(steps, 6));
  }

  private float[] means(String name) {
    CUdeviceptr means = kernels.room(4L * 4);
    kernels.launch(name, 1, 32, kernels.put(10, -9, 0, 7), kernels.put(3, 2, 0, 7), means, 4);
    return floats(kernels.ints(means, 4));
  }

  private float[] toBytes(String name) {
    float[] x = values(255);
    for (int i = 0; i < x.length; i++) {
      x[i] = 130 + 150 * x[i];
    }
    CUdeviceptr y = kernels.room(255);
    kernels.launch(name, 1, 256, kernels.put(x), y, 255);
    byte[] bytes = kernels.bytes(y, 255);
    float[] floats = new float[255];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = bytes[i] & 0xFF;
    }
    return floats;
  }

  private float[] lastBlockSums(String name) {
    CUdeviceptr out = kernels.room(4);
    kernels.launch(name, 9, 32, kernels.put(values(18)), kernels.room(4L * 9), kernels.put(0), out);
    return kernels.floats(out, 1);
  }

  private static float[] floats(int[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }
}
