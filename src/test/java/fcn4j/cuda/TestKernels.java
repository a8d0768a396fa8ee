package fcn4j.cuda;

/** PTX written by hand for tests of the owners. */
final class TestKernels {
  /**
   * Adds {@code value} to floats: out[i] = in[i] + value for i below count, all pointers global.
   */
  static final PtxText ADD =
      PtxText.parse(
          "test_add",
          """
          .version 7.8
          .target sm_75
          .address_size 64
          .visible .entry add_value(
            .param .u64 add_value_param_0,
            .param .u64 add_value_param_1,
            .param .u64 add_value_param_2,
            .param .f32 add_value_param_3
          )
          {
            .reg .pred %p<2>;
            .reg .f32 %f<4>;
            .reg .b32 %r<5>;
            .reg .b64 %rd<10>;
            ld.param.u64 %rd1, [add_value_param_0];
            ld.param.u64 %rd2, [add_value_param_1];
            ld.param.u64 %rd3, [add_value_param_2];
            ld.param.f32 %f1, [add_value_param_3];
            mov.u32 %r1, %ctaid.x;
            mov.u32 %r2, %ntid.x;
            mov.u32 %r3, %tid.x;
            mad.lo.s32 %r4, %r1, %r2, %r3;
            cvt.s64.s32 %rd4, %r4;
            setp.ge.s64 %p1, %rd4, %rd3;
            @%p1 bra DONE;
            cvta.to.global.u64 %rd5, %rd1;
            cvta.to.global.u64 %rd6, %rd2;
            shl.b64 %rd7, %rd4, 2;
            add.s64 %rd8, %rd5, %rd7;
            add.s64 %rd9, %rd6, %rd7;
            ld.global.f32 %f2, [%rd8];
            add.f32 %f3, %f2, %f1;
            st.global.f32 [%rd9], %f3;
          DONE:
            ret;
          }
          """);

  private TestKernels() {}
}
