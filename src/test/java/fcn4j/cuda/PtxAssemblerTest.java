package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("build")
class PtxAssemblerTest {
  private static final String BODY =
      """
      .version 7.8
      .target sm_75
      .address_size 64
      .visible .entry fill(.param .u64 fill_param_0, .param .f32 fill_param_1)
      {
        .reg .b64 %rd<3>;
        .reg .f32 %f<2>;
        .shared .align 4 .b8 unused[512];
        ld.param.u64 %rd1, [fill_param_0];
        ld.param.f32 %f1, [fill_param_1];
        cvta.to.global.u64 %rd2, %rd1;
        st.volatile.shared.f32 [unused], %f1;
        st.global.f32 [%rd2], %f1;
        ret;
      }
      .visible .entry nothing() { ret; }
      """;

  private static PtxAssembler assembler;

  @BeforeAll
  static void load() throws IOException {
    assembler = new PtxAssembler();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_80", "sm_90"})
  void tellsWhatEachKernelTakes(String architecture) {
    assertThat(assembler.assemble(PtxText.parse("m", BODY), architecture))
        .satisfiesExactlyInAnyOrder(
            fill -> {
              assertThat(fill.kernel()).isEqualTo("fill");
              assertThat(fill.registers()).isBetween(1, 32);
              assertThat(fill.spillBytes()).isZero();
              assertThat(fill.sharedBytes()).isBetween(512, 2048);
            },
            nothing -> {
              assertThat(nothing.kernel()).isEqualTo("nothing");
              assertThat(nothing.sharedBytes()).isBetween(0, 1024);
            });
  }

  @Test
  void quotesTheLogOfRefusedPtx() {
    PtxText bad = PtxText.parse("bad", BODY.replace("ret;", "no.such.opcode %f1;"));
    assertThatThrownBy(() -> assembler.assemble(bad, "sm_80"))
        .isInstanceOf(CudaException.class)
        .hasMessageStartingWith(
            "nvPTXCompilerCompile(module bad, for sm_80) failed: 3"
                + " NVPTXCOMPILE_ERROR_COMPILATION_FAILURE")
        .hasMessageContaining("the assembler says: ")
        .hasMessageContaining("no");
  }

  @Test
  void readsSpillsFromTheReport() {
    String log =
        """
        ptxas info    : 0 bytes gmem
        ptxas info    : Compiling entry function 'a' for 'sm_80'
        ptxas info    : Function properties for a
            80 bytes stack frame, 76 bytes spill stores, 92 bytes spill loads
        ptxas info    : Used 255 registers, 4096 bytes smem, 400 bytes cmem[0]
        ptxas info    : Compiling entry function 'b' for 'sm_80'
        ptxas info    : Function properties for b
            0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
        ptxas info    : Used 4 registers, 352 bytes cmem[0]
        """;
    assertThat(PtxAssembler.usages(log))
        .containsExactly(
            new PtxAssembler.Usage("a", 255, 168, 80, 4096),
            new PtxAssembler.Usage("b", 4, 0, 0, 0));
  }
}
