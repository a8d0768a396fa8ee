package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CudaReportTest {
  private static final GpuInfo GPU =
      new GpuInfo(0, "NVIDIA X", 9, 0, 80L << 30, 132, 232448, 12040);

  @Test
  void namesGpusDriverAndLibraries() {
    CudaReport report =
        new CudaReport(
            List.of(
                LibraryReport.found(LibraryName.CUBLAS, Path.of("/a/libcublas.so.12"), "12.4.5")),
            List.of(GPU),
            12040,
            null,
            List.of("note: a note"),
            false);
    assertThat(report.usable()).isTrue();
    assertThat(report.reason()).isEmpty();
    assertThat(report.text().lines())
        .containsExactly(
            "GPU 0       NVIDIA X, compute capability 9.0, 80.0 GiB, 132 multiprocessors",
            "driver takes CUDA up to 12.4",
            "cuBLAS      12.4.5  /a/libcublas.so.12",
            "note: a note",
            "usable: --device cuda");
    assertThat(GPU.computeCapability()).isEqualTo(90);
  }

  @Test
  void saysWhatIsMissingAndWhatToDo() {
    LibraryReport missing = LibraryReport.missing(LibraryName.DRIVER, "libcuda.so.1");
    CudaReport report =
        new CudaReport(List.of(missing), List.of(), 0, "no driver", List.of(), false);
    assertThat(report.usable()).isFalse();
    assertThat(report.text().lines())
        .containsExactly(
            "CUDA driver MISSING  libcuda.so.1 was found in no folder searched",
            "            -> install an NVIDIA driver (release 525 or newer); in a container, start"
                + " it with GPU access",
            "no usable GPU: no driver");
    assertThat(new CudaUnavailableException(report))
        .hasMessage("no usable GPU: no driver")
        .extracting(CudaUnavailableException::report)
        .isSameAs(report);
  }

  @Test
  void aLibraryThatDoesNotLoadSaysWhereAndWhy() {
    LibraryReport broken =
        LibraryReport.found(LibraryName.CUDNN, Path.of("/a/libcudnn.so.9"), "9.1.0")
            .withProblem("libz.so.1: cannot open shared object file");
    assertThat(broken.usable()).isFalse();
    assertThat(broken.text())
        .startsWith(
            "cuDNN       UNUSABLE  9.1.0  /a/libcudnn.so.9: libz.so.1: cannot open shared object file");
  }

  @Test
  void missingLibrariesAreOneReasonWithEachRemedyOnce() {
    LibraryReport driver = LibraryReport.found(LibraryName.DRIVER, Path.of("/a"), null);
    assertThat(CudaProbe.missing(List.of(driver))).isNull();
    assertThat(
            CudaProbe.missing(
                List.of(
                    driver,
                    LibraryReport.missing(LibraryName.CUBLAS_LT, "libcublasLt.so.12"),
                    LibraryReport.missing(LibraryName.CUBLAS, "libcublas.so.12"),
                    LibraryReport.missing(LibraryName.NVRTC, "libnvrtc.so.12"))))
        .isEqualTo(
            "libcublasLt.so.12 was found in no folder searched, libcublas.so.12 was found in no"
                + " folder searched; "
                + LibraryName.CUBLAS.remedy());
  }

  @Test
  void probingNeverThrows() {
    CudaReport report = CudaReport.probe();
    assertThat(CudaReport.probe()).isEqualTo(report);
    assertThat(report.usable()).isEqualTo(report.reason().isEmpty());
    assertThat(report.usable()).isEqualTo(report.text().endsWith("usable: --device cuda"));
  }

  @Test
  void sizesAreReadable() {
    assertThat(MemoryInfo.readable(1023)).isEqualTo("1023 bytes");
    assertThat(MemoryInfo.readable(1536)).isEqualTo("1.5 KiB");
    assertThat(MemoryInfo.readable(5L << 40)).isEqualTo("5.0 TiB");
    assertThat(MemoryInfo.readable(5000L << 40)).isEqualTo("5000.0 TiB");
    assertThat(new MemoryInfo(1 << 20, 3L << 30)).hasToString("1.0 MiB free of 3.0 GiB");
  }
}
