package fcn4j.gpu;

import fcn4j.cuda.ConvolutionAlgorithm;
import fcn4j.cuda.ConvolutionPass;
import fcn4j.cuda.CudaException;
import fcn4j.cuda.Gpu;
import fcn4j.cuda.GpuInfo;
import fcn4j.cuda.TuningCache;
import fcn4j.op.UnsupportedOpException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fastest allowed way to compute each pass of each convolution, found by measurement on the
 * device when a shape is bound for the first time, and remembered: in memory, and on disk for this
 * GPU, driver and library versions.
 *
 * <p>Allowed are algorithms that give equal bits in two runs (unless that is lifted) and keep to
 * the workspace budget. Where there is no room to measure, cuDNN's own ranking decides.
 */
final class ConvAlgorithms {
  private final Gpu gpu;
  private final GpuOptions options;
  private final Map<String, ConvChoice> chosen = new HashMap<>();
  private @Nullable TuningCache cache;

  ConvAlgorithms(Gpu gpu, GpuOptions options) {
    this.gpu = gpu;
    this.options = options;
  }

  /**
   * The way for a pass.
   *
   * @param key names the convolution and its input
   * @throws UnsupportedOpException if nothing that is allowed computes it
   */
  ConvChoice choose(ConvolutionPass pass, String key, ConvCandidates candidates) {
    String name =
        "%s %s %s%s %d"
            .formatted(
                pass,
                key,
                options.precision(),
                options.deterministic() ? " deterministic" : "",
                options.convolutionWorkspaceBytes());
    ConvChoice known = chosen.get(name);
    if (known == null) {
      known = remembered(pass, name, candidates);
      if (known == null) {
        known = measure(pass, name, candidates);
        cache().put(name, Integer.toString(known.algorithm()));
      }
      chosen.put(name, known);
    }
    return known;
  }

  private TuningCache cache() {
    TuningCache open = cache;
    if (open == null) {
      GpuInfo info = gpu.info();
      open =
          options.remember()
              ? TuningCache.onDisk(
                  "convolutions %s sm%d cuda%d cudnn%d"
                      .formatted(
                          info.name(),
                          info.computeCapability(),
                          info.cudaVersion(),
                          gpu.cudnn().version()))
              : TuningCache.inMemory();
      cache = open;
    }
    return open;
  }

  /** What an earlier run has chosen, if it can still be done within the budget. */
  private @Nullable ConvChoice remembered(
      ConvolutionPass pass, String name, ConvCandidates candidates) {
    String text = cache().get(name);
    if (text == null || !text.matches("-?\\d{1,4}")) {
      return null;
    }
    int algorithm = Integer.parseInt(text);
    if (algorithm == ConvChoice.GEMM) {
      return candidates.product() == null ? null : ConvChoice.PRODUCT;
    }
    return allowed(candidates.algorithms().ranked(pass)).stream()
        .filter(candidate -> candidate.number() == algorithm)
        .map(ConvAlgorithms::choice)
        .findFirst()
        .orElse(null);
  }

  private ConvChoice measure(ConvolutionPass pass, String name, ConvCandidates candidates) {
    List<ConvolutionAlgorithm> ranked = allowed(candidates.algorithms().ranked(pass));
    long workspaceBytes =
        ranked.stream().mapToLong(ConvolutionAlgorithm::workspaceBytes).max().orElse(0);
    try (ConvScratch scratch = new ConvScratch(gpu, candidates, workspaceBytes)) {
      List<ConvolutionAlgorithm> measured = allowed(scratch.measure(pass, candidates));
      double best = measured.isEmpty() ? Double.MAX_VALUE : measured.getFirst().millis();
      if (candidates.product() != null && scratch.millis(pass, candidates.product()) < best) {
        return ConvChoice.PRODUCT;
      }
      if (!measured.isEmpty()) {
        return choice(measured.getFirst());
      }
    } catch (CudaException failure) {
      if (!failure.isOutOfMemory() || ranked.isEmpty()) {
        throw failure;
      }
      return choice(ranked.getFirst());
    }
    throw new UnsupportedOpException(
        "cuDNN has no algorithm for %s; allow algorithms that are not deterministic, or take another version of cuDNN"
            .formatted(name));
  }

  /** What may be taken: within the budget, or where nothing is, what needs least. */
  private List<ConvolutionAlgorithm> allowed(List<ConvolutionAlgorithm> all) {
    List<ConvolutionAlgorithm> safe =
        all.stream()
            .filter(ConvolutionAlgorithm::usable)
            .filter(algorithm -> algorithm.deterministic() || !options.deterministic())
            .toList();
    long least = safe.stream().mapToLong(ConvolutionAlgorithm::workspaceBytes).min().orElse(0);
    long most = Math.max(least, options.convolutionWorkspaceBytes());
    return safe.stream().filter(algorithm -> algorithm.workspaceBytes() <= most).toList();
  }

  private static ConvChoice choice(ConvolutionAlgorithm algorithm) {
    return new ConvChoice(algorithm.number(), algorithm.workspaceBytes());
  }
}
