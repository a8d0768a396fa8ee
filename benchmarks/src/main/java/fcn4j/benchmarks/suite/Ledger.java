package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * What a run has found so far, kept from the first trial on: beside the file of results in one
 * whose name ends in {@code .partial}, which is written anew after every trial, because each round
 * changes what is known of one. Its lines are added to the file of results at the end, or when the
 * process is told to end.
 */
final class Ledger implements AutoCloseable {
  private final @Nullable Path results;
  private final Map<String, Found> found = new LinkedHashMap<>();
  private Run run;
  private boolean written;

  /**
   * Begins.
   *
   * @param results file to append lines to, or null
   */
  Ledger(@Nullable Path results, Run run) {
    this.results = results;
    this.run = run;
    if (results != null) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::rescue, "results"));
    }
  }

  /**
   * Adds a round of a trial, and keeps all that there is.
   *
   * @return what is known of the trial so far
   * @throws UncheckedIOException if it can't be kept
   */
  synchronized Measurement add(Run soFar, RunResult result) {
    run = soFar;
    BenchmarkParams params = result.getParams();
    Found trial = found.computeIfAbsent(Found.key(params), key -> new Found(params));
    trial.add(result);
    if (results != null && !written) {
      try {
        ResultFile.replace(partial(results), run, measurements());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return trial.measurement();
  }

  /** All measurements, in the order in which trials were first run. */
  synchronized List<Measurement> measurements() {
    return found.values().stream().map(Found::measurement).toList();
  }

  /**
   * Adds the lines of a run that has ended to the file of results.
   *
   * @throws IOException if it can't be written
   */
  synchronized void write(Run ended) throws IOException {
    if (results == null || written) {
      return;
    }
    written = true;
    if (!found.isEmpty()) {
      ResultFile.append(results, ended, measurements());
    }
    Files.deleteIfExists(partial(results));
  }

  private static Path partial(Path results) {
    return results.resolveSibling(results.getFileName() + ".partial");
  }

  private void rescue() {
    try {
      write(run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes what has not been written, because the run broke off.
   *
   * @throws IOException if it can't be written
   */
  @Override
  public void close() throws IOException {
    write(run);
  }
}
