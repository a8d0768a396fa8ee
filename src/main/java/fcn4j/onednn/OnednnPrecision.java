package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;

/** How convolutions are computed for inference; training and all other operations are float32. */
public enum OnednnPrecision {
  /** Float32 throughout. */
  FP32,

  /**
   * Factors are rounded to bfloat16, which keeps 8 of float32's 24 bits; sums, biases and outputs
   * are float32. For processors with AVX-512 bf16 or AMX.
   */
  BF16;

  /**
   * Throws unless a processor has instructions for this precision. oneDNN would compute without
   * them, in emulation that is slower than float32.
   *
   * @param instructions oneDNN's bits of what the processor has
   * @throws OnednnException if they are missing
   */
  void require(int instructions) {
    boolean bf16 = (instructions & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
    if (this == BF16 && !bf16) {
      throw new OnednnException(
          "bfloat16 needs a processor with AVX-512 bf16 or AMX, and this one has neither; compute in float32");
    }
  }
}
