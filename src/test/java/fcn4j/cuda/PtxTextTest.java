package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PtxTextTest {
  @Test
  void readsKernelsAndTheirParametersInOrder() {
    PtxText ptx =
        PtxText.parse(
            "m",
            """
            .version 7.8 // .entry not_this(.param .u8 x)
            /* .entry nor_this() */
            .visible .func (.param .b32 r) helper(.param .b32 a) { ret; }
            .visible .entry first(
            \t.param .u64 .ptr .global .align 4 first_param_0,
            \t.param .u64 .ptr .align 1 first_param_1,
            \t.param .u32 first_param_2,
            \t.param .f32 first_param_3,
            \t.param .u8 first_param_4
            )
            .maxntid 256, 1, 1
            { ret; }
            .weak .entry second() { ret; }
            .entry third
            { ret; }
            """);
    assertThat(ptx.entries().keySet()).containsExactly("first", "second", "third");
    assertThat(ptx.entries().get("first").parameters())
        .containsExactly(
            new PtxEntry.Parameter("u64", 8, 8, true),
            new PtxEntry.Parameter("u64", 8, 8, true),
            new PtxEntry.Parameter("u32", 4, 4, false),
            new PtxEntry.Parameter("f32", 4, 4, false),
            new PtxEntry.Parameter("u8", 1, 1, false));
    assertThat(ptx.entries().get("first").blockBytes()).isEqualTo(25);
    assertThat(ptx.entries().get("second").parameters()).isEmpty();
  }

  @Test
  void readsStructuresByValue() {
    PtxText ptx =
        PtxText.parse("m", ".entry k(.param .u8 a, .param .align 8 .b8 b[24], .param .f64 c) {}");
    assertThat(ptx.entries().get("k").parameters())
        .element(1)
        .isEqualTo(new PtxEntry.Parameter("b8", 24, 8, false));
    assertThat(ptx.entries().get("k").blockBytes()).isEqualTo(40);
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThatThrownBy(() -> PtxText.parse("m", ".entry k(.param .u32) {}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("m.ptx, k: cannot understand the parameter '.param .u32'");
    assertThatThrownBy(() -> PtxText.parse("m", ".entry k() {} .entry k() {}"))
        .hasMessage("m.ptx declares k twice");
    assertThatThrownBy(() -> PtxText.resource("no-such-module"))
        .hasMessage("no kernel module /ptx/no-such-module.ptx on the class path");
  }
}
