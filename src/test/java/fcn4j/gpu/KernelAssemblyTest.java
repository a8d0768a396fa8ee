package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.cuda.PtxAssembler;
import fcn4j.cuda.PtxText;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel assembles for the architectures in use and keeps to its registers. */
@Tag("build")
class KernelAssemblyTest {
  /** With 64 registers a thread, blocks of 256 still fill a multiprocessor by half. */
  private static final int MOST_REGISTERS = 64;

  private static PtxAssembler assembler;

  @BeforeAll
  static void load() throws IOException {
    assembler = new PtxAssembler();
  }

  static Stream<String> modules() {
    return Kernels.modules().stream();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void assemblesWithoutSpills(String module) {
    PtxText ptx = PtxText.resource(module);
    for (String architecture : List.of("sm_75", "sm_80", "sm_90")) {
      List<PtxAssembler.Usage> usages = assembler.assemble(ptx, architecture);
      assertThat(usages)
          .extracting(PtxAssembler.Usage::kernel)
          .containsExactlyInAnyOrderElementsOf(ptx.entries().keySet());
      assertThat(usages)
          .as(architecture)
          .allSatisfy(usage -> {
            assertThat(usage.spillBytes()).as(usage.kernel()).isZero();
            assertThat(usage.stackBytes()).as(usage.kernel()).isZero();
            assertThat(usage.registers()).as(usage.kernel()).isLessThanOrEqualTo(MOST_REGISTERS);
          });
    }
  }

  /** Names say where a kernel is: {@code <module>_<pass>}. */
  @ParameterizedTest
  @MethodSource("modules")
  void kernelsCarryTheirModulesName(String module) {
    assertThat(PtxText.resource(module).entries().keySet())
        .isNotEmpty()
        .allMatch(kernel ->
            kernel.startsWith(module + "_")
                || kernel.equals(module)
                || module.equals("bias_relu") && kernel.startsWith("bias_"));
  }
}
