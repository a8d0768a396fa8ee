package fcn4j.cuda;

import fcn4j.cuda.CudaException.Library;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/**
 * Assembles PTX for an architecture without a GPU, by the compiler that JCuda has built in, and
 * tells what each kernel takes of the device.
 */
public final class PtxAssembler {
  private static final Pattern FUNCTION =
      Pattern.compile("Compiling entry function '([^']+)'|Function properties for (\\S+)");
  private static final Pattern STACK =
      Pattern.compile(
          "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern USED = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");
  private static final List<String> STATUS_NAMES =
      List.of(
          "NVPTXCOMPILE_SUCCESS",
          "NVPTXCOMPILE_ERROR_INVALID_COMPILER_HANDLE",
          "NVPTXCOMPILE_ERROR_INVALID_INPUT",
          "NVPTXCOMPILE_ERROR_COMPILATION_FAILURE",
          "NVPTXCOMPILE_ERROR_INTERNAL",
          "NVPTXCOMPILE_ERROR_OUT_OF_MEMORY",
          "NVPTXCOMPILE_ERROR_COMPILER_INVOCATION_INCOMPLETE",
          "NVPTXCOMPILE_ERROR_UNSUPPORTED_PTX_VERSION",
          "NVPTXCOMPILE_ERROR_UNSUPPORTED_DEVSIDE_SYNC");

  /**
   * What one kernel takes.
   *
   * @param kernel its name
   * @param registers of a thread
   * @param spillBytes stored to and loaded from local memory because registers ran out
   * @param stackBytes local memory of a thread
   * @param sharedBytes static shared memory of a block
   */
  public record Usage(
      String kernel, int registers, int spillBytes, int stackBytes, int sharedBytes) {}

  /**
   * Loads the compiler from the private folder of natives.
   *
   * @throws IOException if it cannot be extracted or loaded here
   */
  public PtxAssembler() throws IOException {
    NativeFolder folder = NativeFolder.open(NativeFolder.usualBases(), 12);
    String refused =
        new NativeLoader(folder, 12).bind("jcuda.nvptxcompiler.JNvPTXCompiler", "JNvPTXCompiler");
    if (refused != null) {
      throw new IOException("JCuda's PTX compiler cannot be loaded: " + refused);
    }
  }

  /**
   * Assembles a PTX text.
   *
   * @param architecture as in {@code sm_80}
   * @return what each kernel takes, in the order of the compiler's report
   * @throws CudaException if the PTX is refused; the compiler's log is quoted
   */
  public List<Usage> assemble(PtxText ptx, String architecture) {
    CudaStatus status = new CudaStatus();
    nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
    byte[] text = (ptx.text() + "\0").getBytes(StandardCharsets.UTF_8);
    status.ptxCompiler(
        JNvPTXCompiler.nvPTXCompilerCreate(handle, text.length, text), "nvPTXCompilerCreate");
    try (Lifetime lifetime = new Lifetime("PTX compiler")) {
      lifetime.onClose(() ->
          status.release(
              Library.PTX_COMPILER,
              JNvPTXCompiler.nvPTXCompilerDestroy(handle),
              "nvPTXCompilerDestroy"));
      String[] options = {"--gpu-name=" + architecture, "--verbose"};
      int result = JNvPTXCompiler.nvPTXCompilerCompile(handle, options.length, options);
      try {
        status.ptxCompiler(
            result, "nvPTXCompilerCompile", "module", ptx.name(), "for", architecture);
      } catch (CudaException refused) {
        throw refused.add("the assembler says: " + errorLog(handle));
      }
      return usages(infoLog(handle));
    }
  }

  /** Reads the compiler's report. */
  static List<Usage> usages(String log) {
    List<Usage> usages = new ArrayList<>();
    String kernel = "";
    int stack = 0;
    int spill = 0;
    for (String line : log.split("\n", -1)) {
      Matcher function = FUNCTION.matcher(line);
      Matcher frame = STACK.matcher(line);
      Matcher used = USED.matcher(line);
      if (function.find()) {
        kernel = function.group(1) == null ? kernel : function.group(1);
      } else if (frame.find()) {
        stack = Integer.parseInt(frame.group(1));
        spill = Integer.parseInt(frame.group(2)) + Integer.parseInt(frame.group(3));
      } else if (used.find()) {
        Matcher shared = SHARED.matcher(line);
        int sharedBytes = shared.find() ? Integer.parseInt(shared.group(1)) : 0;
        usages.add(new Usage(kernel, Integer.parseInt(used.group(1)), spill, stack, sharedBytes));
      }
    }
    return usages;
  }

  static String statusName(int status) {
    return status >= 0 && status < STATUS_NAMES.size()
        ? STATUS_NAMES.get(status)
        : "unknown PTX compiler status";
  }

  private static String infoLog(nvPTXCompilerHandle handle) {
    long[] bytes = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(handle, bytes);
    byte[] log = new byte[Math.toIntExact(bytes[0]) + 1];
    JNvPTXCompiler.nvPTXCompilerGetInfoLog(handle, log);
    return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
  }

  private static String errorLog(nvPTXCompilerHandle handle) {
    long[] bytes = new long[1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(handle, bytes);
    byte[] log = new byte[Math.toIntExact(bytes[0]) + 1];
    JNvPTXCompiler.nvPTXCompilerGetErrorLog(handle, log);
    return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
  }
}
