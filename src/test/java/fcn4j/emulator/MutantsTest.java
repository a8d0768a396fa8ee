package fcn4j.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fcn4j.emulator.memory.EmulatorFault;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Deliberately wrong kernels are noticed, each in the way the table says: by a fault, or, where
 * every access is in order and only the number is wrong, by the result.
 */
class MutantsTest {
  static Stream<String> kernels() {
    return Stream.of(
        "scale_add",
        "block_sum",
        "warp_sum",
        "product",
        "softmax_rows",
        "blur_row",
        "relu",
        "scale_vectors",
        "histogram",
        "local_sort",
        "shift_left",
        "warp_exchange",
        "collatz",
        "mean_of_labels",
        "to_bytes",
        "last_block_sums");
  }

  /**
   * What is right passes every check, on one thread and on two, eager and lazy, with equal results.
   */
  @ParameterizedTest
  @MethodSource("kernels")
  void theRightKernelPasses(String kernel) {
    float[] serial = new MutantRuns(EmulatorOptions.standard().serial()).run(kernel, "RIGHT");
    float[] lazy = new MutantRuns(EmulatorOptions.standard().lazy()).run(kernel, "RIGHT");
    assertThat(lazy).isEqualTo(serial);
    assertThatCode(() -> new MutantRuns(EmulatorOptions.standard()).run(kernel, "RIGHT"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "scale_add, NO_TAIL_CHECK, OUT_OF_BOUNDS",
    "scale_add, TAIL_OFF_BY_ONE, OUT_OF_BOUNDS",
    "scale_add, INDEX_TOO_LOW, OUT_OF_BOUNDS",
    "scale_add, WRONG_STRIDE, UNINITIALISED_READ",
    "block_sum, NO_FIRST_BARRIER, RACE_IN_BLOCK",
    "block_sum, NO_LOOP_BARRIER, RACE_IN_BLOCK",
    "block_sum, HALF_FILLED, UNINITIALISED_READ",
    "block_sum, BEYOND_TILE, OUT_OF_BOUNDS",
    "block_sum, DIVERGENT_BARRIER, DIVERGENT_BARRIER",
    "block_sum, EARLY_RETURN, DIVERGENT_BARRIER",
    "block_sum, PLAIN_SUM, RACE_BETWEEN_BLOCKS",
    "warp_sum, SHORT_MASK, MISUSED_SHUFFLE",
    "warp_sum, DIVERGENT_SHUFFLE, MISUSED_SHUFFLE",
    "warp_sum, ABSENT_LANE, MISUSED_SHUFFLE",
    "warp_sum, WRONG_OFFSET, RESULT",
    "product, NO_FIRST_BARRIER, UNINITIALISED_READ",
    "product, NO_SECOND_BARRIER, RACE_IN_BLOCK",
    "product, WRONG_PITCH, RACE_IN_BLOCK",
    "product, SWAPPED_INDEX, RESULT",
    "product, NO_BOUNDS, OUT_OF_BOUNDS",
    "product, NO_ZERO_FILL, UNINITIALISED_READ",
    "softmax_rows, NEXT_ROW, OUT_OF_BOUNDS",
    "softmax_rows, NARROW_ROW, RACE_IN_BLOCK",
    "blur_row, NO_CLAMP, OUT_OF_BOUNDS",
    "blur_row, UNSIGNED_WRAP, RESULT",
    "relu, LOST_SIGN, RESULT",
    "scale_vectors, MISALIGNED, MISALIGNED",
    "histogram, NOT_ATOMIC, RACE_IN_BLOCK",
    "histogram, NOT_CLEARED, UNINITIALISED_READ",
    "histogram, EARLY_FLUSH, RACE_IN_BLOCK",
    "local_sort, UNSET_LOCAL, UNINITIALISED_READ",
    "local_sort, BEYOND_LOCAL, OUT_OF_BOUNDS",
    "shift_left, IN_PLACE, RACE",
    "warp_exchange, NO_WARP_SYNC, UNINITIALISED_READ",
    "collatz, ENDLESS, NO_PROGRESS",
    "mean_of_labels, ZERO_DIVISOR, DIVISION_BY_ZERO",
    "mean_of_labels, STOPS_ITSELF, TRAP",
    "to_bytes, NEIGHBOUR, OUT_OF_BOUNDS",
    "to_bytes, WRONG_ROUNDING, RESULT",
    "last_block_sums, NO_FENCE, RACE_BETWEEN_BLOCKS"
  })
  void theWrongKernelIsNoticed(String kernel, String defect, String how) {
    float[] right = new MutantRuns(EmulatorOptions.standard()).run(kernel, "RIGHT");
    MutantRuns runs = new MutantRuns(EmulatorOptions.standard().serial());
    if (how.equals("RESULT")) {
      assertThat(runs.run(kernel, defect)).isNotEqualTo(right);
      return;
    }
    EmulatorFault fault = catchThrowableOfType(EmulatorFault.class, () -> runs.run(kernel, defect));
    assertThat(fault).isNotNull();
    assertThat(fault.kind().name()).startsWith(how);
    assertThat(fault.getMessage())
        .matches("(?s).*(kernel " + kernel + "_" + defect + ".*PTX line|cuMemcpyDtoH reads).*");
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
