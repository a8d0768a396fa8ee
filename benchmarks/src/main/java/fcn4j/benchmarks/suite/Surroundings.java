package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.DeviceParams;
import fcn4j.benchmarks.results.MeasuredCeiling;
import fcn4j.benchmarks.results.Run;
import fcn4j.benchmarks.results.Runs;
import java.io.IOException;

/** What a run finds out of the machine besides its benchmarks. */
interface Surroundings {
  /** The machine that this runs on. */
  Surroundings REAL =
      new Surroundings() {
        @Override
        public Run begin(String backend, String command) throws IOException {
          return Runs.begin(backend, command);
        }

        @Override
        public MeasuredCeiling ceiling(DeviceParams device) throws IOException {
          return CeilingFork.measure(device);
        }

        @Override
        public Run end(Run run) throws IOException {
          return Runs.end(run);
        }
      };

  /**
   * Machine, versions and load before a run.
   *
   * @throws IOException if the system does not tell
   */
  Run begin(String backend, String command) throws IOException;

  /**
   * What a device does at best.
   *
   * @throws IOException if it can't be opened; says why
   */
  MeasuredCeiling ceiling(DeviceParams device) throws IOException;

  /**
   * The run with the load after it.
   *
   * @throws IOException if the system does not tell
   */
  Run end(Run run) throws IOException;
}
