package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.ResultException;
import fcn4j.benchmarks.results.ResultFile;
import fcn4j.benchmarks.results.ResultLine;
import fcn4j.report.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents' tables and plots, made of all kept results.
 *
 * @param selection what is shown
 * @param pictures by the names of their files
 */
record Report(Selection selection, Map<String, BufferedImage> pictures) {
  static final Path RESULTS = Path.of("benchmarks", "results");
  static final Path PICTURES = Path.of("docs", "images");

  /** Pages, and how they name the folder of the pictures. */
  static final Map<Path, String> PAGES =
      Map.of(Path.of("README.md"), "docs/images/", Path.of("docs", "benchmarks.md"), "images/");

  /** Makes pictures of all lines. */
  static Report of(List<ResultLine> lines) {
    Selection selection = Selection.of(lines);
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    Selection.byDevice(selection.lines())
        .forEach((device, shown) -> pictures.putAll(Plots.of(device, shown)));
    return new Report(selection, pictures);
  }

  /** The page with its sections anew. */
  String page(String name, String text, String folder) {
    return Page.with(name, text, sections(folder));
  }

  private Map<String, String> sections(String folder) {
    List<Peers> peers = Peers.of(selection.kind("peer"));
    List<ResultLine> nets = selection.kind("net");
    List<ResultLine> scaling = selection.kind("scaling");
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("nets", Tables.nets(Tables.usual(nets)));
    sections.put("all-nets", Tables.nets(nets));
    sections.put("peers", Peers.table(peers, false) + links(folder, "peers-"));
    sections.put("all-peers", Peers.table(peers, true));
    sections.put("kernels", Tables.kernels(selection.kind("kernel")));
    sections.put("convolutions", Tables.kernels(selection.kind("convolution")));
    sections.put("roofline", links(folder, "roofline-"));
    sections.put("data", Tables.data(selection.kind("data")));
    sections.put("paper", Tables.paper(scaling));
    sections.put("scaling", Tables.scaling(scaling));
    sections.put("time-by-size", links(folder, "time-by-size-"));
    sections.put("time-by-batch", links(folder, "time-by-batch-"));
    sections.put("memory-by-size", links(folder, "memory-by-size-"));
    sections.put("largest", Tables.largest(selection.kind("largest")));
    sections.put("passed-over", Tables.passedOver(selection.busy()));
    return sections;
  }

  private String links(String folder, String prefix) {
    List<String> links = new ArrayList<>();
    for (String file : pictures.keySet()) {
      if (file.startsWith(prefix)) {
        String what = file.replace(".png", "").replace('-', ' ');
        links.add("\n![%s](%s%s)\n".formatted(what, folder, file));
      }
    }
    return String.join("", links);
  }

  /**
   * Writes pages and pictures of a checkout.
   *
   * @throws IOException if a file can't be read or written
   */
  void write(Path root) throws IOException {
    Files.createDirectories(root.resolve(PICTURES));
    pictures.forEach((file, picture) -> Png.write(root.resolve(PICTURES).resolve(file), picture));
    for (Map.Entry<Path, String> page : PAGES.entrySet()) {
      Path file = root.resolve(page.getKey());
      String text = page(page.getKey().toString(), Files.readString(file), page.getValue());
      Files.writeString(file, text);
    }
  }

  /**
   * {@code CHECKOUT}: writes its pages and pictures.
   *
   * @throws IOException if a file can't be read or written
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    try {
      Report report = of(ResultFile.readAll(root.resolve(RESULTS)));
      report.write(root);
      System.err.printf(
          "%d measurements shown, %d pictures written%n",
          report.selection.lines().size(), report.pictures.size());
      System.err.print(Tables.passedOver(report.selection.busy()));
    } catch (ResultException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }
}
