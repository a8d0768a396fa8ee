package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.reference.ReferenceBackend;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks of measured work must find wrong results. */
class ProbeChecksTest {
  private static final int EXTENT = 16;
  private static final long ROW = 8L * EXTENT;
  private static final long MATRIX = ROW * EXTENT;

  private final ReferenceBackend backend = new ReferenceBackend(1);
  private final Memory memory = backend.allocate("test", 3 * MATRIX);
  private final MatrixFactors factors = new MatrixFactors(EXTENT);

  @AfterEach
  void close() {
    memory.close();
    backend.close();
  }

  private void writeProduct() {
    float[] row = new float[EXTENT];
    for (int i = 0; i < EXTENT; i++) {
      for (int j = 0; j < EXTENT; j++) {
        double sum = 0;
        for (int k = 0; k < EXTENT; k++) {
          sum += (double) factors.left(i, k) * factors.right(k, j);
        }
        row[j] = (float) sum;
      }
      memory.writeFloats(2 * MATRIX + i * ROW, row, 0, EXTENT);
    }
  }

  @Test
  void factorsLieRowByRow() {
    factors.write(memory, 0, MATRIX, ROW);
    float[] row = new float[EXTENT];
    for (int i = 0; i < EXTENT; i++) {
      memory.readFloats(i * ROW, row, 0, EXTENT);
      for (int j = 0; j < EXTENT; j++) {
        assertThat(row[j]).isEqualTo(factors.left(i, j)).isBetween(-1f, 1f);
      }
      memory.readFloats(MATRIX + i * ROW, row, 0, EXTENT);
      for (int j = 0; j < EXTENT; j++) {
        assertThat(row[j]).isEqualTo(factors.right(i, j)).isNotEqualTo(factors.left(i, j));
      }
    }
  }

  @Test
  void everyRowAndColumnOfASmallProductIsLookedAt() {
    writeProduct();
    assertThatCode(() -> factors.check(memory, 2 * MATRIX, ROW, 1e-7)).doesNotThrowAnyException();
    float[] row = new float[EXTENT];
    for (int i = 0; i < EXTENT; i++) {
      memory.readFloats(2 * MATRIX + i * ROW, row, 0, EXTENT);
      float[] wrong = row.clone();
      for (int j = 0; j < EXTENT; j++) {
        wrong[j] += 0.01f;
      }
      memory.writeFloats(2 * MATRIX + i * ROW, wrong, 0, EXTENT);
      assertThatThrownBy(() -> factors.check(memory, 2 * MATRIX, ROW, 1e-4))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a product of 16x16 matrices is wrong: element (" + i + ",");
      memory.writeFloats(2 * MATRIX + i * ROW, row, 0, EXTENT);
    }
  }

  @Test
  void notANumberIsWrong() {
    writeProduct();
    float[] nothing = new float[EXTENT];
    Arrays.fill(nothing, Float.NaN);
    memory.writeFloats(2 * MATRIX, nothing, 0, EXTENT);
    assertThatThrownBy(() -> factors.check(memory, 2 * MATRIX, ROW, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void copyThatStoppedShortIsWrong() {
    long floats = 200_003;
    CopyPattern pattern = new CopyPattern(floats, Double.BYTES);
    try (Memory block = backend.allocate("copy", pattern.bytes())) {
      pattern.write(block);
      assertThatCode(() -> pattern.check(block)).doesNotThrowAnyException();
      block.zero((floats - 1) * Double.BYTES, Double.BYTES);
      assertThatThrownBy(() -> pattern.check(block))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("wrong at number 200002: 0.0");
    }
  }

  @Test
  void sizesMustBePositive() {
    assertThatThrownBy(() -> new MatrixFactors(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CopyPattern.ofBytes(7, 8))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
