package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JCuda's real natives on stand-ins for NVIDIA's libraries, built here with version nodes like
 * NVIDIA's: shows that loading works on CUDA 12 and, patched, on CUDA 13, and that every argument
 * arrives where the C interface wants it.
 */
@Tag("build")
class StubLibrariesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {12, 13})
  void everyKindOfCallArrives(int cudaMajor) throws Exception {
    buildLibraries(cudaMajor);
    Outcome outcome = run("STUB_CUDA_VERSION=" + cudaMajor + "040");
    assertThat(outcome.code()).as("%s", outcome).isZero();
    assertThat(outcome.out())
        .contains("GPU 0       Stub, compute capability 8.6, 8.0 GiB, 4 multiprocessors")
        .contains("driver takes CUDA up to " + cudaMajor + ".4")
        .contains("libcublas.so." + cudaMajor)
        .contains("9.10.2")
        .contains("usable: --device cuda")
        .contains("copied true")
        .contains(
            "[ConvolutionAlgorithm[number=6, status=0, millis=-1.0, workspaceBytes=4096,"
                + " deterministic=true], ConvolutionAlgorithm[number=1, status=3000, millis=-1.0,"
                + " workspaceBytes=0, deterministic=false]]");
    assertThat(outcome.calls())
        .contains("module 2 options 5 6, 16384 log bytes", "function k", "capture 1")
        .contains("launch 4x1x1 of 256x1x1 shared 64: -5 7 1.5 -1")
        .containsSubsequence("instantiate 0x55", "replay 0x66", "executable destroyed")
        .contains("cublas stream 1", "cublas math 3")
        .contains("sgemm 0 1 1x2x3 0.5 0x10/4 0x20/5 2 0x30/6")
        .contains("batch 7: strides 40 50 60", "gemm 14 14 -> 0 by 68, algorithm -1")
        .contains("cudnn stream 1", "tensor format 0 type 0 1 2 3 4")
        .contains("filter format 1 type 9 5 6 7 8", "groups 7", "math 3")
        .contains("convolution pad 1 2 stride 3 4 dilation 5 6 mode 1 type 0")
        .contains("forward 1*0x10 0x20 algorithm 6 space 0x40/80 + 1*0x30")
        .contains("data 0x20 0x30 -> 0*0x10", "weights 0x10 0x30 -> 1*0x20")
        .contains("pooling mode 3 nan 0 window 2 3 pad 4 5 stride 6 7")
        .contains("pooling gradient 0x20 0x30 0x10 -> 1*0x40")
        .contains("lrn 5 0.0001 0.75 2", "lrn gradient mode 0 0x20 0x30 0x10 -> 0*0x40");
    refusalsAreQuoted(outcome.out());
    closesInReverseOrder(outcome.calls());
  }

  private static void refusalsAreQuoted(String out) {
    assertThat(out)
        .contains(
            "cudnnConvolutionForward(algorithm 9, workspaceBytes 80) failed: 3000"
                + " CUDNN_STATUS_NOT_SUPPORTED / supported false")
        .contains(
            "cuModuleLoadDataEx(module bad) failed: 218 STUB_ERROR (stub text)\n"
                + "  the assembler says: line 1: BAD / supported true")
        .contains("cuMemAlloc(arena big, bytes 1099511627776) failed: 2 STUB_ERROR (stub text)")
        .contains(
            "asked for 1.0 TiB for arena big; open arenas: one 12.0 MiB; the device has"
                + " 1.0 GiB free of 8.0 GiB")
        .contains(
            "cublasSetWorkspace(bytes 4) failed: 7 CUBLAS_STATUS_INVALID_VALUE"
                + " (an unsupported value)")
        .contains(
            "cudnnSetTensor4dDescriptor(NHWC BF16, n -1, c 2, h 3, w 4) failed: 2000"
                + " CUDNN_STATUS_BAD_PARAM")
        .doesNotContain("not refused");
  }

  private static void closesInReverseOrder(List<String> calls) {
    assertThat(calls)
        .endsWith(
            "free",
            "cudnn destroyed",
            "cublas destroyed",
            "unload",
            "stream destroyed",
            "stream destroyed",
            "release 0");
    assertThat(calls.stream().filter("tensor destroyed"::equals)).hasSize(3);
  }

  @Test
  void aDriverThatSeesNoGpuIsAReason() throws Exception {
    buildLibraries(12);
    Outcome outcome = run("STUB_CUDA_VERSION=12040", "STUB_NO_DEVICE=1");
    assertThat(outcome.code()).as("%s", outcome).isZero();
    assertThat(outcome.out())
        .contains("no usable GPU: the CUDA driver is there but sees no GPU (cuInit says 100)");
  }

  @Test
  void anOldDriverIsAReason() throws Exception {
    buildLibraries(12);
    Outcome outcome = run("STUB_CUDA_VERSION=11080");
    assertThat(outcome.code()).as("%s", outcome).isZero();
    assertThat(outcome.out())
        .contains(
            "no usable GPU: the driver takes CUDA up to 11.8, fcn4j needs one that takes CUDA 12:"
                + " release 525 or newer");
  }

  @Test
  void anOldGpuIsAReason() throws Exception {
    buildLibraries(12);
    Outcome outcome = run("STUB_CUDA_VERSION=12040", "STUB_CAPABILITY_MAJOR=6");
    assertThat(outcome.code()).as("%s", outcome).isZero();
    assertThat(outcome.out())
        .contains("GPU 0       Stub, compute capability 6.6")
        .contains("no usable GPU: no GPU here has compute capability 7.5 or higher");
  }

  @Test
  void aBrokenDriverIsAReason() throws Exception {
    Files.writeString(folder.resolve("libcuda.so.1"), "this is no library");
    Outcome outcome = run("STUB_CUDA_VERSION=12040");
    assertThat(outcome.code()).as("%s", outcome).isZero();
    assertThat(outcome.out()).contains("no usable GPU: no CUDA driver: ").contains("libcuda.so.1");
  }

  private void buildLibraries(int cudaMajor) throws Exception {
    build("cuda", "libcuda.so.1");
    build("cublas", "libcublas.so." + cudaMajor);
    build("cublas", "libcublasLt.so." + cudaMajor);
    build("cudnn", "libcudnn.so.9");
  }

  private void build(String source, String library) throws Exception {
    assumeTrue(onPath("gcc"), "gcc is not on the PATH, so the stand-in libraries cannot be built");
    Path code = folder.resolve(source + ".c");
    try (InputStream in =
        StubLibrariesTest.class.getResourceAsStream("/cuda-stubs/" + source + ".c")) {
      Files.write(code, in.readAllBytes());
    }
    Path map = folder.resolve(library + ".map");
    Files.writeString(map, library + " { global: *; };\n");
    List<String> command =
        new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-w", "-Wl,-soname," + library, "-o"));
    command.add(folder.resolve(library).toString());
    command.add(code.toString());
    if (!source.equals("cuda")) {
      command.add("-Wl,--version-script=" + map);
    }
    Outcome built = finish(new ProcessBuilder(command));
    assertThat(built.code()).as("%s", built).isZero();
  }

  private Outcome run(String... environment) throws Exception {
    ProcessBuilder process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dfcn4j.cache=" + folder.resolve("cache"),
            "-cp",
            jarsFirst(),
            StubSession.class.getName());
    process.environment().put("FCN4J_CUDA_PATH", folder.toString());
    for (String setting : environment) {
      String[] parts = setting.split("=", 2);
      process.environment().put(parts[0], parts[1]);
    }
    return finish(process);
  }

  /** JCuda's jars before the test classes, whose stand-ins would otherwise come first. */
  private static String jarsFirst() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
    return Stream.concat(
            Arrays.stream(entries).filter(entry -> entry.endsWith(".jar")),
            Arrays.stream(entries).filter(entry -> !entry.endsWith(".jar")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Outcome finish(ProcessBuilder process) throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path calls = folder.resolve("calls.txt");
    Process started = process.redirectOutput(out.toFile()).redirectError(calls.toFile()).start();
    boolean ended = started.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      started.destroyForcibly();
    }
    assertThat(ended).as("%s ends within a minute", process.command()).isTrue();
    return new Outcome(started.exitValue(), Files.readString(out), Files.readAllLines(calls));
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
  }

  private record Outcome(int code, String out, List<String> calls) {}
}
