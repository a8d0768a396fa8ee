package fcn4j.cli;

import fcn4j.op.Backend;
import fcn4j.profile.Ceiling;
import fcn4j.profile.NodeTime;
import fcn4j.profile.Profile;
import java.util.OptionalDouble;

/**
 * What {@code fcn4j bench} has measured.
 *
 * @param title net, size, batch, pass
 * @param loadBefore processors that others kept busy just before
 * @param loadDuring and while it was measured
 */
record BenchResult(
    String title,
    MeasuredNet net,
    Profile profile,
    Ceiling ceiling,
    Backend backend,
    OptionalDouble loadBefore,
    OptionalDouble loadDuring) {

  double imagesPerSecond() {
    return 1000 * net.batch() / profile.wholeMedianMillis();
  }

  /** Whether other work on the machine made times longer. */
  boolean isBusy() {
    return MachineLoad.isBusy(loadBefore) || MachineLoad.isBusy(loadDuring);
  }

  /** Whether a node did more than the device can do by the definition of its operation. */
  boolean isAboveCeiling(NodeTime node) {
    double millis = node.medianMillis();
    return millis > 0 && node.work().percentOf(ceiling, millis) > 100;
  }
}
