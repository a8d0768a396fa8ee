package fcn4j.emulator.library;

import java.util.Arrays;

/**
 * A column-major matrix operand of cuBLAS.
 *
 * @param type CUDA's data type: 0 float32, 2 float16, 14 bfloat16
 * @param leading elements from one column to the next
 */
public record Matrix(long address, int type, int leading, boolean transposed) {
  private static final int CUDA_BFLOAT16 = 14;

  boolean known() {
    return type == Layout.FLOAT || type == Layout.HALF || type == CUDA_BFLOAT16;
  }

  private int layoutType() {
    return type == CUDA_BFLOAT16 ? Layout.BFLOAT16 : type;
  }

  int elementBytes() {
    return type == Layout.FLOAT ? Float.BYTES : Short.BYTES;
  }

  Matrix shifted(long elements) {
    return new Matrix(address + elements * elementBytes(), type, leading, transposed);
  }

  private Layout column(int rows) {
    return Layout.packed(0, layoutType(), 1, 1, 1, rows);
  }

  /** The matrix as {@code rows x columns} after transposition, column by column without gaps. */
  float[] read(TensorMemory memory, int rows, int columns) {
    int storedRows = transposed ? columns : rows;
    int storedColumns = transposed ? rows : columns;
    float[] stored = stored(memory, storedRows, storedColumns);
    if (!transposed) {
      return stored;
    }
    float[] turned = new float[stored.length];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        turned[j * rows + i] = stored[i * storedRows + j];
      }
    }
    return turned;
  }

  private float[] stored(TensorMemory memory, int rows, int columns) {
    if (leading == rows) {
      return memory.read(column(rows * columns), address);
    }
    float[] values = new float[rows * columns];
    for (int j = 0; j < columns; j++) {
      float[] one = memory.read(column(rows), shifted((long) j * leading).address());
      System.arraycopy(one, 0, values, j * rows, rows);
    }
    return values;
  }

  /** Writes a result of that shape, blended with the old one. */
  void write(TensorMemory memory, int rows, int columns, float[] values, float alpha, float beta) {
    if (leading == rows) {
      memory.blend(column(rows * columns), address, values, alpha, beta);
      return;
    }
    for (int j = 0; j < columns; j++) {
      float[] one = Arrays.copyOfRange(values, j * rows, (j + 1) * rows);
      memory.blend(column(rows), shifted((long) j * leading).address(), one, alpha, beta);
    }
  }
}
