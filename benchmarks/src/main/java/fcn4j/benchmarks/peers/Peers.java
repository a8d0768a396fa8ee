package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.ImageSize;
import fcn4j.benchmarks.results.JavaProcess;
import fcn4j.benchmarks.results.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who can take part, and how their processes are started.
 *
 * @param material what they are given
 * @param net the net
 * @param size of the image
 * @param threads for each
 * @param scripts the folder of torch_side.py
 */
record Peers(Material material, String net, ImageSize size, int threads, Path scripts) {
  private static final String FP32 = "fp32";
  private static final List<String> TORCH_FORWARD =
      List.of(
          "eager-nchw",
          "eager-nhwc",
          "frozen-nchw",
          "frozen-nhwc",
          "optimized-nchw",
          "optimized-nhwc");
  private static final List<String> TORCH_TRAIN = List.of("eager-nchw", "eager-nhwc");

  /** The engine. */
  Peer ours() {
    return new Peer(
        Peer.OURS,
        "fused, reached margin",
        EngineBackend.ONEDNN,
        FP32,
        Peer.OURS,
        true,
        engine(material, net, size, threads, EngineBackend.ONEDNN),
        Map.of());
  }

  /** Starts the engine's process for a backend. */
  static List<String> engine(
      Material material, String net, ImageSize size, int threads, String key) {
    return JavaProcess.command(
        EngineSide.class, material.folder().toString(), net, size.text(), "" + threads, key);
  }

  /** ONNX Runtime from its Java package. */
  Peer onnxRuntime() {
    return new Peer(
        "ONNX Runtime",
        "processor, all optimisations",
        "default",
        FP32,
        "ONNX Runtime",
        true,
        JavaProcess.command(
            OnnxSide.class, material.folder().toString(), size.text(), "" + threads),
        Map.of());
  }

  /**
   * PyTorch of a Python, in every configuration that a pass can have.
   *
   * @throws IOException if the system does not tell the processor
   */
  List<Peer> torch(String python, Pass pass) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("OMP_NUM_THREADS", "" + threads);
    environment.put("OPENBLAS_NUM_THREADS", "" + threads);
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    if (Machine.avx512()) {
      // Older OpenBLAS takes new processors for old ones, and is slow then.
      environment.put("OPENBLAS_CORETYPE", "SKYLAKEX");
    }
    List<String> command = torch(python, scripts, material, net, size, threads, "cpu");
    List<Peer> peers = new ArrayList<>();
    for (String configuration : pass == Pass.FORWARD ? TORCH_FORWARD : TORCH_TRAIN) {
      // A process each, because its memory is what is measured.
      String host = "PyTorch %s %s".formatted(python, configuration);
      peers.add(
          new Peer(
              "PyTorch", configuration, configuration, FP32, host, true, command, environment));
    }
    return peers;
  }

  /** Starts PyTorch's process. */
  static List<String> torch(
      String python,
      Path scripts,
      Material material,
      String net,
      ImageSize size,
      int threads,
      String device) {
    return List.of(
        python,
        scripts.resolve("torch_side.py").toString(),
        material.folder().toString(),
        net,
        size.text(),
        "" + threads,
        device);
  }
}
