package fcn4j.onednn;

import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sums over the rows of a matrix: the gradient of a bias, with a row a pixel.
 *
 * <p>Rows are summed in chunks in single precision and the chunks in double, always in the same
 * order.
 */
final class ColumnSums {
  private static final int CHUNK_ROWS = 128;

  private final int rows;
  private final int columns;
  private final float[] partial;

  ColumnSums(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    partial = new float[Math.ceilDiv(rows, CHUNK_ROWS) * columns];
  }

  /**
   * target[column] = sum over rows, or that is added to it; nothing where it is not wanted.
   *
   * @param rowsOf a tensor of rows*columns floats in the order of memory
   * @param target a float a column; null where there is none
   */
  void run(
      Workers<FloatScratch> workers, @Nullable View rowsOf, @Nullable View target, GradMode mode) {
    if (target != null && mode != GradMode.IGNORE) {
      run(
          workers,
          Floats.of(rowsOf).segment(),
          Floats.of(target).segment(),
          mode == GradMode.ACCUMULATE);
    }
  }

  private void run(
      Workers<FloatScratch> workers, MemorySegment matrix, MemorySegment target, boolean add) {
    int chunks = Math.ceilDiv(rows, CHUNK_ROWS);
    workers.run(chunks, (chunk, scratch) -> sumChunk(chunk, matrix, scratch));
    for (int column = 0; column < columns; column++) {
      double sum = add ? target.getAtIndex(ValueLayout.JAVA_FLOAT, column) : 0;
      for (int chunk = 0; chunk < chunks; chunk++) {
        sum += partial[chunk * columns + column];
      }
      target.setAtIndex(ValueLayout.JAVA_FLOAT, column, (float) sum);
    }
  }

  private void sumChunk(int chunk, MemorySegment matrix, FloatScratch scratch) {
    float[] row = scratch.row(0, columns);
    float[] sums = scratch.row(1, columns);
    Arrays.fill(sums, 0, columns, 0);
    int end = Math.min(rows, (chunk + 1) * CHUNK_ROWS);
    for (int r = chunk * CHUNK_ROWS; r < end; r++) {
      long at = (long) r * columns * Float.BYTES;
      MemorySegment.copy(matrix, ValueLayout.JAVA_FLOAT, at, row, 0, columns);
      for (int i = 0; i < columns; i++) {
        sums[i] += row[i];
      }
    }
    System.arraycopy(sums, 0, partial, chunk * columns, columns);
  }
}
