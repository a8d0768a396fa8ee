package fcn4j.onednn;

import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Kernels of 3x3 in Winograd's form: 36 matrices of (from channels, to channels).
 *
 * @param workers threads that transform
 * @param outChannels of the convolution
 * @param inChannels of the convolution
 * @param backward whether the matrices are those of the gradient of the input: from output to input
 *     channels, kernels turned by half a turn
 */
record WinogradWeights(
    Workers<FloatScratch> workers, int outChannels, int inChannels, boolean backward)
    implements Packing {
  private static final int TAPS = 9;

  private int from() {
    return backward ? outChannels : inChannels;
  }

  private int to() {
    return backward ? inChannels : outChannels;
  }

  @Override
  public long bytes() {
    return (long) Winograd.PRODUCTS * outChannels * inChannels * Float.BYTES;
  }

  @Override
  public void pack(long fromAddress, long toAddress) {
    long floats = (long) outChannels * inChannels * TAPS;
    MemorySegment plain = OnednnMemory.segment(fromAddress, floats * Float.BYTES);
    MemorySegment packed = OnednnMemory.segment(toAddress, bytes());
    workers.run(from(), (channel, scratch) -> packRow(channel, plain, packed, scratch));
  }

  /** One row of each matrix: the kernels of one source channel. */
  private void packRow(
      int channel, MemorySegment plain, MemorySegment packed, FloatScratch scratch) {
    int columns = to();
    float[][] arrays = scratch.kernels(TAPS + 3 * Winograd.IN + Winograd.IN, columns);
    float[][] kernel = Arrays.copyOfRange(arrays, 0, TAPS);
    float[][] half = Arrays.copyOfRange(arrays, TAPS, TAPS + 3 * Winograd.IN);
    float[][] rows = Arrays.copyOfRange(arrays, TAPS + 3 * Winograd.IN, arrays.length);
    gather(channel, plain, kernel, scratch);
    for (int v = 0; v < 3; v++) {
      float[][] column = {kernel[v], kernel[3 + v], kernel[6 + v]};
      Winograd.weights(column, rows, columns);
      for (int u = 0; u < Winograd.IN; u++) {
        System.arraycopy(rows[u], 0, half[u * 3 + v], 0, columns);
      }
    }
    for (int u = 0; u < Winograd.IN; u++) {
      float[][] row = {half[u * 3], half[u * 3 + 1], half[u * 3 + 2]};
      Winograd.weights(row, rows, columns);
      for (int v = 0; v < Winograd.IN; v++) {
        long matrix = (long) (u * Winograd.IN + v) * from() + channel;
        MemorySegment.copy(
            rows[v], 0, packed, ValueLayout.JAVA_FLOAT, matrix * columns * Float.BYTES, columns);
      }
    }
  }

  private void gather(int channel, MemorySegment plain, float[][] kernel, FloatScratch scratch) {
    if (backward) {
      int floats = inChannels * TAPS;
      float[] block = scratch.row(0, floats);
      long at = (long) channel * floats * Float.BYTES;
      MemorySegment.copy(plain, ValueLayout.JAVA_FLOAT, at, block, 0, floats);
      for (int i = 0; i < inChannels; i++) {
        for (int tap = 0; tap < TAPS; tap++) {
          kernel[TAPS - 1 - tap][i] = block[i * TAPS + tap];
        }
      }
    } else {
      float[] taps = new float[TAPS];
      for (int o = 0; o < outChannels; o++) {
        long at = ((long) o * inChannels + channel) * TAPS * Float.BYTES;
        MemorySegment.copy(plain, ValueLayout.JAVA_FLOAT, at, taps, 0, TAPS);
        for (int tap = 0; tap < TAPS; tap++) {
          kernel[tap][o] = taps[tap];
        }
      }
    }
  }
}
