package fcn4j.onednn;

import fcn4j.op.SgdUpdate;
import fcn4j.op.SgdUpdate.Segment;
import fcn4j.op.Workers;
import java.util.Arrays;

/**
 * {@link SgdUpdate} in single precision. It is bound by memory: 20 bytes a parameter, 4 more where
 * gradients are clipped.
 *
 * <p>The gradient of a segment with the rate multiplier 0 is not read: it is never computed.
 */
final class SgdOnednn {
  private final SgdUpdate update;
  private final Floats values;
  private final Floats gradients;
  private final Floats momentum;

  SgdOnednn(SgdUpdate update) {
    this.update = update;
    values = Floats.of(update.values());
    gradients = Floats.of(update.gradients());
    momentum = Floats.of(update.momentumBuffer());
  }

  void run(Workers<FloatScratch> workers) {
    float factor = (float) (clip(workers) / update.iterSize());
    for (Segment segment : update.segments()) {
      Floats.chunks(
          workers,
          segment.count(),
          (first, count, scratch) -> step(segment, first, count, factor, scratch));
    }
    OnednnMemory.of(update.values()).changed();
  }

  private double clip(Workers<FloatScratch> workers) {
    if (!(update.clipNorm() > 0)) {
      return 1;
    }
    double squares = 0;
    for (Segment segment : update.segments()) {
      if (segment.rateMultiplier() != 0) {
        squares += squares(workers, segment);
      }
    }
    double norm = Math.sqrt(squares);
    return norm > update.clipNorm() ? update.clipNorm() / norm : 1;
  }

  private double squares(Workers<FloatScratch> workers, Segment segment) {
    double[] sums = new double[Floats.chunkCount(segment.count())];
    Floats.chunks(
        workers,
        segment.count(),
        (first, count, scratch) -> {
          float[] g = scratch.row(0, count + 3);
          gradients.read(segment.first() + first, count, g);
          Arrays.fill(g, count, count + 3, 0);
          sums[Floats.chunkIndex(first)] = squares(g, count);
        });
    return Arrays.stream(sums).sum();
  }

  /** Four sums, so that an addition need not wait for the one before; three zeros follow. */
  private static double squares(float[] g, int count) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    for (int i = 0; i < count; i += 4) {
      sum0 += (double) g[i] * g[i];
      sum1 += (double) g[i + 1] * g[i + 1];
      sum2 += (double) g[i + 2] * g[i + 2];
      sum3 += (double) g[i + 3] * g[i + 3];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }

  private void step(Segment segment, long from, int count, float factor, FloatScratch scratch) {
    long first = segment.first() + from;
    float rate = (float) update.rate() * segment.rateMultiplier();
    float decay = (float) update.weightDecay() * segment.decayMultiplier();
    float history = (float) update.momentum();
    float[] w = scratch.row(0, count);
    float[] v = scratch.row(1, count);
    values.read(first, count, w);
    momentum.read(first, count, v);
    if (rate != 0) {
      float[] g = scratch.row(2, count);
      gradients.read(first, count, g);
      for (int i = 0; i < count; i++) {
        v[i] = history * v[i] + rate * (factor * g[i] + decay * w[i]);
        w[i] -= v[i];
      }
    } else {
      for (int i = 0; i < count; i++) {
        v[i] = history * v[i];
        w[i] -= v[i];
      }
    }
    momentum.write(first, count, v);
    values.write(first, count, w);
  }
}
