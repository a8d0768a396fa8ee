package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.Measurement;
import fcn4j.benchmarks.results.ResultException;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.benchmarks.results.Run;
import fcn4j.report.TextTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The medians of two files of results side by side. */
@Command(
    name = "benchmarks/compare",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Shows the medians of two files of results side by side, of what both measured; the later line",
      "counts where a file measured a thing twice. The exit status is 1 if two medians differ by more",
      "than the tolerance, and 2 if the files have nothing in common."
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

  private record Difference(String subject, double first, double second) {
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
    a.forEach((subject, line) -> {
      ResultLine other = b.get(subject);
      if (other != null) {
        differences.add(new Difference(subject, median(line), median(other)));
      }
    });
    if (differences.isEmpty()) {
      out.printf("%s and %s have nothing in common%n", first, second);
      return 2;
    }
    return print(differences, a, b);
  }

  private static double median(ResultLine line) {
    return line.measurement().medianMillis();
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
    TextTable table = new TextTable("what", "A ms", "B ms", "B : A");
    Difference worst = differences.getFirst();
    for (Difference one : differences) {
      table.row(
          one.subject(),
          String.format(Locale.ROOT, "%.3f", one.first()),
          String.format(Locale.ROOT, "%.3f", one.second()),
          String.format(Locale.ROOT, "%.3f", one.ratio()));
      worst = one.percent() > worst.percent() ? one : worst;
    }
    out.print(table);
    int alone = a.size() + b.size() - 2 * differences.size();
    if (alone > 0) {
      out.printf("%d measured by one of them alone%n", alone);
    }
    warn(a);
    warn(b);
    out.printf(
        Locale.ROOT,
        "largest difference %.1f %% (%s), allowed %.1f %%%n",
        worst.percent(),
        worst.subject(),
        tolerance);
    return worst.percent() > tolerance ? 1 : 0;
  }

  private void warn(Map<String, ResultLine> lines) {
    Map<String, Run> busy = new TreeMap<>();
    lines.values().stream()
        .map(ResultLine::run)
        .filter(Run::busy)
        .forEach(run -> busy.put(run.id(), run));
    busy.keySet().forEach(id -> out.printf("the machine had other work in run %s%n", id));
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
