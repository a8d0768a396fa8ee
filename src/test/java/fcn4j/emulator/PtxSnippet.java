package fcn4j.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jcuda.driver.CUdeviceptr;

/**
 * A kernel around a few instructions: thread i loads element i of each input into {@code %a},
 * {@code %b}, {@code %c}, and stores {@code %d} as element i of the result.
 */
final class PtxSnippet {
  private static final int BLOCK = 128;

  private PtxSnippet() {}

  /** 32-bit inputs and result. */
  static int[] ints(String body, int[]... inputs) {
    EmulatedKernels kernels = EmulatedKernels.of(ptx(body, "b32", "b32", inputs.length));
    List<Object> arguments = new ArrayList<>();
    for (int[] input : inputs) {
      arguments.add(kernels.put(input));
    }
    CUdeviceptr result = launch(kernels, arguments, inputs[0].length, Integer.BYTES);
    return kernels.ints(result, inputs[0].length);
  }

  /** 64-bit inputs and result. */
  static long[] longs(String body, long[]... inputs) {
    EmulatedKernels kernels = EmulatedKernels.of(ptx(body, "b64", "b64", inputs.length));
    List<Object> arguments = new ArrayList<>();
    for (long[] input : inputs) {
      arguments.add(kernels.put(input));
    }
    CUdeviceptr result = launch(kernels, arguments, inputs[0].length, Long.BYTES);
    return kernels.longs(result, inputs[0].length);
  }

  /** 32-bit inputs and a 64-bit result. */
  static long[] widened(String body, int[]... inputs) {
    EmulatedKernels kernels = EmulatedKernels.of(ptx(body, "b32", "b64", inputs.length));
    List<Object> arguments = new ArrayList<>();
    for (int[] input : inputs) {
      arguments.add(kernels.put(input));
    }
    CUdeviceptr result = launch(kernels, arguments, inputs[0].length, Long.BYTES);
    return kernels.longs(result, inputs[0].length);
  }

  /** float32 inputs and result. */
  static float[] floats(String body, float[]... inputs) {
    int[][] bits = new int[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      float[] input = inputs[i];
      bits[i] =
          IntStream.range(0, input.length).map(k -> Float.floatToRawIntBits(input[k])).toArray();
    }
    int[] result = ints(body, bits);
    float[] floats = new float[result.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(result[i]);
    }
    return floats;
  }

  private static CUdeviceptr launch(
      EmulatedKernels kernels, List<Object> arguments, int count, int bytes) {
    CUdeviceptr result = kernels.room((long) count * bytes);
    arguments.add(result);
    arguments.add(count);
    kernels.launch("snippet", (count + BLOCK - 1) / BLOCK, BLOCK, arguments.toArray());
    return result;
  }

  /** The whole text; {@code body} may use the predicates p and q and the registers t0 to t3. */
  static String ptx(String body, String inType, String outType, int inputs) {
    String params =
        IntStream.rangeClosed(0, inputs)
            .mapToObj(i -> ".param .u64 p" + i + ",")
            .collect(Collectors.joining(" "));
    StringBuilder loads = new StringBuilder();
    for (int i = 0; i < inputs; i++) {
      loads.append(
          """
            ld.param.u64 %%address, [p%d];
            mad.wide.s32 %%address, %%i, %d, %%address;
            ld.global.%s %%%s, [%%address];
          """
              .formatted(i, bytes(inType), inType, "abcd".charAt(i)));
    }
    return """
    .version 7.8
    .target sm_75
    .address_size 64
    .visible .entry snippet(%s .param .u32 n)
    {
      .reg .pred %%out, p, q;
      .reg .b32 %%i, %%n, %%block, %%threads, t0, t1, t2, t3;
      .reg .b16 h0, h1;
      .reg .b64 %%address, w0, w1;
      .reg .%s %%a, %%b, %%c;
      .reg .%s %%d;
      mov.u32 %%block, %%ctaid.x;
      mov.u32 %%threads, %%ntid.x;
      mov.u32 %%i, %%tid.x;
      mad.lo.s32 %%i, %%block, %%threads, %%i;
      ld.param.u32 %%n, [n];
      setp.ge.s32 %%out, %%i, %%n;
      @%%out bra DONE;
    %s
      %s
      ld.param.u64 %%address, [p%d];
      mad.wide.s32 %%address, %%i, %d, %%address;
      st.global.%s [%%address], %%d;
    DONE:
      ret;
    }
    """
        .formatted(params, inType, outType, loads, body, inputs, bytes(outType), outType);
  }

  private static int bytes(String type) {
    return type.endsWith("64") ? Long.BYTES : Integer.BYTES;
  }
}
