package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.Placement;
import fcn4j.benchmarks.results.ResultException;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.benchmarks.results.Run;
import fcn4j.benchmarks.results.Speeds;
import fcn4j.report.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The times of two files of results side by side. */
@Command(
    name = "benchmarks/compare",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Shows the times of two files of results side by side, of what both measured: steady times where",
      "there were rounds, else medians. Settled is what did so in both: its rounds agreed. How many medians",
      "of all iterations agree is told besides. The later line counts where a file measured a thing twice.",
      "The exit status is 1 if two of the times shown differ by more than the tolerance, and 2 if the files",
      "have nothing in common."
    })
final class Compare implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "A", description = "A file of results.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private Path second = Path.of("");

  @Option(
      names = "--tolerance",
      paramLabel = "PERCENT",
      defaultValue = "5",
      description = "The largest difference that is none.")
  private double tolerance;

  private PrintStream out = System.out;

  /**
   * A thing that both measured.
   *
   * @param settled whether its rounds agreed in both; null where one of them did not ask
   * @param apart which of them was measured with threads apart that were near in the other; empty
   *     for none
   */
  private record Difference(
      String subject, double first, double second, @Nullable Boolean settled, String apart) {
    static Difference of(String subject, Measurement a, Measurement b) {
      Boolean settled =
          a.settled() == null || b.settled() == null ? null : a.settled() && b.settled();
      return new Difference(subject, a.shownMillis(), b.shownMillis(), settled, apart(a, b));
    }

    /** Of the medians of all iterations, with all that disturbed them. */
    static Difference ofMedians(String subject, Measurement a, Measurement b) {
      return new Difference(subject, a.medianMillis(), b.medianMillis(), null, "");
    }

    private static String apart(Measurement a, Measurement b) {
      List<Measurement> near = Placement.near(List.of(a, b), Measurement::handoverNanos);
      return near.size() == 2 ? "" : near.getFirst() == a ? "B" : "A";
    }

    double ratio() {
      return second / first;
    }

    /** By how many per cent the slower takes longer. */
    double percent() {
      return 100 * (Math.max(ratio(), 1 / ratio()) - 1);
    }
  }

  @Override
  public Integer call() throws IOException {
    Map<String, ResultLine> a = read(first);
    Map<String, ResultLine> b = read(second);
    List<Difference> differences = new ArrayList<>();
    List<Difference> medians = new ArrayList<>();
    a.forEach((subject, line) -> {
      ResultLine other = b.get(subject);
      if (other != null) {
        Measurement one = line.measurement();
        Measurement two = other.measurement();
        differences.add(Difference.of(subject, one, two));
        if (one.steady() != null || two.steady() != null) {
          medians.add(Difference.ofMedians(subject, one, two));
        }
      }
    });
    if (differences.isEmpty()) {
      out.printf("%s and %s have nothing in common%n", first, second);
      return 2;
    }
    int status = print(differences, a, b);
    if (!medians.isEmpty()) {
      count("medians of all iterations, disturbed or not: ", medians);
    }
    return status;
  }

  private static Map<String, ResultLine> read(Path file) throws IOException {
    Map<String, ResultLine> lines = new LinkedHashMap<>();
    for (ResultLine line : ResultFile.read(file)) {
      Measurement one = line.measurement();
      boolean sought = one.kind().equals("largest");
      lines.put(sought ? Selection.largestSubject(one) : one.subject(), line);
    }
    return lines;
  }

  private int print(
      List<Difference> differences, Map<String, ResultLine> a, Map<String, ResultLine> b) {
    TextTable table = new TextTable("what", "A ms", "B ms", "B : A", "settled");
    differences.forEach(one ->
        table.row(
            one.subject(),
            String.format(Locale.ROOT, "%.3f", one.first()),
            String.format(Locale.ROOT, "%.3f", one.second()),
            String.format(Locale.ROOT, "%.3f", one.ratio()),
            one.settled() == null ? "-" : one.settled() ? "yes" : "no"));
    out.print(table);
    int alone = a.size() + b.size() - 2 * differences.size();
    if (alone > 0) {
      out.printf("%d measured by one of them alone%n", alone);
    }
    double probeOfA = warn("A", common(a, b));
    double probeOfB = warn("B", common(b, a));
    double slowness = 100 * (probeOfB / probeOfA - 1);
    if (Math.abs(slowness) > tolerance) {
      out.printf(
          Locale.ROOT,
          "the machine itself was not the same: the speed probe takes %+.1f %% in B%n",
          slowness);
    }
    return judge(differences);
  }

  /** Lines of what the other file has too: the speed probe takes longer beside fewer threads. */
  private static List<ResultLine> common(
      Map<String, ResultLine> lines, Map<String, ResultLine> others) {
    return lines.entrySet().stream()
        .filter(line -> others.containsKey(line.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private int judge(List<Difference> differences) {
    List<Difference> larger =
        differences.stream()
            .filter(one -> one.percent() > tolerance)
            .sorted(Comparator.comparingDouble(Difference::percent).reversed())
            .toList();
    larger.forEach(one ->
        out.printf(
            Locale.ROOT,
            "%s%s%s: B takes %+.1f %%%n",
            one.subject(),
            Boolean.FALSE.equals(one.settled()) ? ", not settled" : "",
            one.apart().isEmpty() ? "" : ", its threads apart in " + one.apart(),
            100 * (one.ratio() - 1)));
    count("", differences);
    List<Difference> settled =
        differences.stream().filter(one -> Boolean.TRUE.equals(one.settled())).toList();
    if (settled.isEmpty()) {
      if (differences.stream().anyMatch(one -> one.settled() != null)) {
        out.println("settled in both: none");
      }
    } else {
      count("settled in both: ", settled);
    }
    return larger.isEmpty() ? 0 : 1;
  }

  private void count(String which, List<Difference> differences) {
    Difference worst = Collections.max(differences, Comparator.comparing(Difference::percent));
    out.printf(
        Locale.ROOT,
        "%s%d of %d within %.1f %%; median difference %.1f %%, largest difference %.1f %% (%s)%n",
        which,
        differences.stream().filter(one -> one.percent() <= tolerance).count(),
        differences.size(),
        tolerance,
        Measurement.median(differences.stream().map(Difference::percent).toList()),
        worst.percent(),
        worst.subject());
  }

  /**
   * Says what was in the way of a file's runs.
   *
   * @return the least time of the speed probe; not a number where there was none
   */
  private double warn(String name, Collection<ResultLine> lines) {
    Map<String, Run> busy = new TreeMap<>();
    lines.stream().map(ResultLine::run).filter(Run::busy).forEach(run -> busy.put(run.id(), run));
    busy.keySet().forEach(id -> out.printf("the machine had other work in run %s%n", id));
    Speeds speeds = Speeds.of(lines.stream().map(ResultLine::measurement).toList());
    if (speeds.isEmpty()) {
      return Double.NaN;
    }
    out.printf(
        Locale.ROOT,
        "%s: %d of %d rounds disturbed; the speed probe takes %.3f ms at best%n",
        name,
        speeds.disturbed(),
        speeds.values().size(),
        speeds.bestProbeMillis());
    return speeds.bestProbeMillis();
  }

  static int run(PrintStream out, String... args) {
    Compare compare = new Compare();
    compare.out = out;
    return new CommandLine(compare)
        .setExecutionExceptionHandler((failure, _, _) -> {
          if (failure instanceof NoSuchFileException) {
            out.printf("there is no file %s%n", failure.getMessage());
            return 2;
          }
          if (!(failure instanceof ResultException)) {
            throw failure;
          }
          out.println(failure.getMessage());
          return 2;
        })
        .execute(args);
  }

  /** See {@code --help}. */
  public static void main(String[] args) {
    System.exit(run(System.out, args));
  }
}
