package fcn4j.benchmarks.peers;

import fcn4j.gpu.GpuBackend;
import fcn4j.gpu.GpuOptions;
import fcn4j.gpu.Precision;
import fcn4j.onednn.OnednnBackend;
import fcn4j.onednn.OnednnException;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;

/** The engine's backends by the keys of its configurations. */
final class EngineBackend {
  /** The processor through oneDNN. */
  static final String ONEDNN = "onednn";

  /** The processor in plain Java. */
  static final String REFERENCE = "reference";

  private static final String CUDA = "cuda-";
  private static final String FAST = "-fast";

  private EngineBackend() {}

  /** The key of a GPU in a precision, with algorithms that give equal bits in two runs or not. */
  static String cuda(String precision, boolean deterministic) {
    return CUDA + precision + (deterministic ? "" : FAST);
  }

  /** The key of the processor: through oneDNN, in plain Java where that has no library. */
  static String processor() {
    try (Backend backend = new OnednnBackend(1)) {
      return backend.name();
    } catch (OnednnException e) {
      return REFERENCE;
    }
  }

  /** The backend's name in results. */
  static String name(String key) {
    return key.startsWith(CUDA) ? "cuda" : key;
  }

  /** Whether a backend has memory of its own, and a clock. */
  static boolean onDevice(Backend backend) {
    return backend.name().equals("cuda");
  }

  /**
   * Opens one. Algorithms on a GPU are chosen anew, so that nothing depends on earlier runs.
   *
   * @param threads of a processor
   * @throws PeerException if there is no such backend
   * @throws fcn4j.cuda.CudaUnavailableException if there is no usable GPU; the message says why
   */
  static Backend open(String key, int threads) {
    GpuOptions options =
        GpuOptions.defaults().withRemember(false).withDeterministic(!key.endsWith(FAST));
    String plain = key.endsWith(FAST) ? key.substring(0, key.length() - FAST.length()) : key;
    return switch (plain) {
      case ONEDNN -> new OnednnBackend(threads);
      case REFERENCE -> new ReferenceBackend(threads);
      case CUDA + "fp32" -> GpuBackend.open(0, options.withPrecision(Precision.FP32));
      case CUDA + "tf32" -> GpuBackend.open(0, options.withPrecision(Precision.TF32));
      default -> throw new PeerException("the engine has no backend '%s'".formatted(key));
    };
  }
}
