package fcn4j.cuda;

import java.util.List;

/** The native libraries of the host that fcn4j looks for, in the order of loading. */
public enum LibraryName {
  DRIVER(
      "CUDA driver",
      true,
      "install an NVIDIA driver (release 525 or newer); in a container, start it with GPU access",
      "libcuda.so.1"),
  CUBLAS_LT("cuBLASLt", true, Remedy.CUBLAS, "libcublasLt.so.13", "libcublasLt.so.12"),
  CUBLAS("cuBLAS", true, Remedy.CUBLAS, "libcublas.so.13", "libcublas.so.12"),
  NVRTC("NVRTC", false, Remedy.CUBLAS, "libnvrtc.so.13", "libnvrtc.so.12"),
  CUDNN(
      "cuDNN",
      true,
      "install cuDNN 9 with your package manager (cudnn9-cuda-12 or cudnn9-cuda-13) or with pip"
          + " (nvidia-cudnn-cu12 or nvidia-cudnn-cu13), or name its folder in FCN4J_CUDA_PATH",
      "libcudnn.so.9");

  private final String readable;
  private final boolean needed;
  private final String remedy;
  private final List<String> fileNames;

  LibraryName(String readable, boolean needed, String remedy, String... fileNames) {
    this.readable = readable;
    this.needed = needed;
    this.remedy = remedy;
    this.fileNames = List.of(fileNames);
  }

  /** The name for people. */
  public String readable() {
    return readable;
  }

  /** Whether the GPU cannot be used without it. */
  public boolean needed() {
    return needed;
  }

  /** What to do where it is missing. */
  public String remedy() {
    return remedy;
  }

  /** The file names that will do, the newest CUDA version first. */
  List<String> fileNames() {
    return fileNames;
  }

  /** The file name for a CUDA major version, or the only one there is. */
  String fileName(int cudaMajor) {
    return fileNames.stream()
        .filter(name -> name.endsWith("." + cudaMajor))
        .findFirst()
        .orElse(fileNames.getLast());
  }

  private static final class Remedy {
    static final String CUBLAS =
        "install the CUDA 12 or 13 toolkit's libraries, or with pip nvidia-cublas-cu12 (CUDA 12) or"
            + " nvidia-cublas (CUDA 13), or name their folder in FCN4J_CUDA_PATH";
  }
}
