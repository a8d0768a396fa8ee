package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.ImageSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who can take part on a GPU, and how their processes are started.
 *
 * @param material what they are given
 * @param net the net
 * @param size of the image
 * @param threads of the host for each
 * @param scripts the folder of torch_side.py
 * @param device of the engine: {@code cuda} or {@code cpu}
 * @param torchDevice of PyTorch, likewise
 */
record GpuPeers(
    Material material,
    String net,
    ImageSize size,
    int threads,
    Path scripts,
    String device,
    String torchDevice) {
  /** In the order of what is learned from each; compiling takes minutes. */
  private static final List<String> MODES =
      List.of(
          "eager-nhwc",
          "eager-nchw",
          "graphs-nhwc",
          "graphs-nchw",
          "compiled-nhwc",
          "compiled-nchw");

  private static final String BF16 = "bf16";

  /** The engine as results are compared with: full precision, equal bits in every run. */
  Peer reference() {
    return ours("fp32", device.equals("cuda") ? EngineBackend.cuda("fp32", true) : processor());
  }

  /**
   * The engine's configurations beside peers of a precision. It has no bfloat16 on a GPU, and takes
   * part in its fastest precision there.
   */
  List<Peer> ours(String precision) {
    if (!device.equals("cuda")) {
      return List.of(ours(precision, processor()));
    }
    String own = precision.equals(BF16) ? "tf32" : precision;
    Peer fast = ours(precision, EngineBackend.cuda(own, false));
    return precision.equals(BF16)
        ? List.of(fast)
        : List.of(fast, ours(precision, EngineBackend.cuda(own, true)));
  }

  private static String processor() {
    return EngineBackend.processor();
  }

  private Peer ours(String precision, String key) {
    return new Peer(
        Peer.OURS,
        key,
        key,
        precision,
        Peer.OURS + " " + key,
        false,
        Peers.engine(material, net, size, threads, key),
        Map.of());
  }

  /** PyTorch of a Python in a precision, in every configuration. */
  List<Peer> torch(String python, String precision) {
    List<String> command = Peers.torch(python, scripts, material, net, size, threads, torchDevice);
    List<Peer> peers = new ArrayList<>();
    for (String mode : MODES) {
      String key = mode + "-" + precision;
      // What is compiled has a process to itself, so that a compiler that hangs takes nothing
      // along.
      boolean alone = mode.startsWith("compiled") || !torchDevice.equals("cuda");
      String home = alone ? key : mode.substring(0, mode.indexOf('-'));
      peers.add(
          new Peer(
              "PyTorch",
              key,
              key,
              precision,
              "PyTorch %s %s".formatted(python, home),
              alone,
              command,
              Map.of("PYTHONDONTWRITEBYTECODE", "1", "OMP_NUM_THREADS", "" + threads)));
    }
    return peers;
  }
}
