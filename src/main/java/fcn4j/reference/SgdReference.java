package fcn4j.reference;

import fcn4j.op.SgdUpdate;
import fcn4j.op.SgdUpdate.Segment;
import fcn4j.op.Workers;

/**
 * {@link SgdUpdate}. Parameters and momentum are rounded to float, because checkpoints hold floats
 * and a resumed run must go on with the very bits of the one that was stopped.
 *
 * <p>The gradient of a segment with the rate multiplier 0 is not read: it is never computed.
 */
final class SgdReference {
  private final SgdUpdate update;
  private final Slice values;
  private final Slice gradients;
  private final Slice momentum;

  SgdReference(SgdUpdate update) {
    this.update = update;
    values = Slice.of(update.values());
    gradients = Slice.of(update.gradients());
    momentum = Slice.of(update.momentumBuffer());
  }

  void run(Workers<Scratch> workers) {
    double factor = clip() / update.iterSize();
    for (Segment segment : update.segments()) {
      int first = Math.toIntExact(segment.first());
      workers.ranges(
          Math.toIntExact(segment.count()),
          (from, to) -> step(segment, first + from, first + to, factor));
    }
  }

  private double clip() {
    if (!(update.clipNorm() > 0)) {
      return 1;
    }
    double squares = 0;
    for (Segment segment : update.segments()) {
      if (segment.rateMultiplier() != 0) {
        int first = gradients.at() + Math.toIntExact(segment.first());
        for (int i = first; i < first + segment.count(); i++) {
          squares += gradients.data()[i] * gradients.data()[i];
        }
      }
    }
    double norm = Math.sqrt(squares);
    return norm > update.clipNorm() ? update.clipNorm() / norm : 1;
  }

  private void step(Segment segment, int from, int to, double factor) {
    double rate = update.rate() * segment.rateMultiplier();
    double decay = update.weightDecay() * segment.decayMultiplier();
    for (int i = from; i < to; i++) {
      double v = update.momentum() * momentum.data()[momentum.at() + i];
      double w = values.data()[values.at() + i];
      if (rate != 0) {
        v += rate * (factor * gradients.data()[gradients.at() + i] + decay * w);
      }
      float rounded = (float) v;
      momentum.data()[momentum.at() + i] = rounded;
      values.data()[values.at() + i] = (float) (w - rounded);
    }
  }
}
