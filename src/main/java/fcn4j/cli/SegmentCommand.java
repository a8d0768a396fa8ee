package fcn4j.cli;

import fcn4j.data.LabelMap;
import fcn4j.data.RgbImage;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.report.Legend;
import fcn4j.report.Overlay;
import fcn4j.report.Palette;
import fcn4j.report.Png;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import fcn4j.weights.Npy;
import fcn4j.weights.NpyArray;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fcn4j segment}: label maps and overlays of pictures. */
@Command(
    name = "segment",
    description = {
      "Segments pictures with a trained net.",
      "Writes NAME.labels.png (a palette PNG whose pixel values are the classes) and NAME.overlay.png",
      "for each picture."
    })
final class SegmentCommand implements Callable<Integer> {
  private static final String PREDICTION = "prediction";
  private static final String SCORE = "score";

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "JPEG or PNG pictures.")
  private List<Path> images = List.of();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where to write (default: the current folder).")
  private Path out = Path.of(".");

  @Option(
      names = "--scores",
      paramLabel = "FILE.npy",
      description = "Also write the scores before arg max, (C,H,W) float32; for a single picture.")
  private @Nullable Path scores;

  @Mixin private ModelOptions modelOptions = new ModelOptions();
  @Mixin private MarginOption margin = new MarginOption();
  @Mixin private DeviceOptions device = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    if (scores != null && images.size() != 1) {
      throw new BadInputException(
          "--scores takes a single picture, %d were given; run it once for each"
              .formatted(images.size()));
    }
    requireDistinctNames();
    try (PictureAhead pictures = new PictureAhead(images);
        ModelFile file = modelOptions.open(Optional.empty());
        Backend backend = device.open(output);
        Model model = file.load(backend)) {
      Set<String> outputs = scores == null ? Set.of(PREDICTION) : Set.of(PREDICTION, SCORE);
      try (Executor executor = model.inference(outputs, margin.margin());
          Progress progress = new Progress("segment", "img", images.size())) {
        for (int i = 0; i < images.size(); i++) {
          segment(images.get(i), pictures.next(), model, executor);
          progress.at(i + 1, images.get(i).toString());
        }
      }
    }
    return 0;
  }

  private void requireDistinctNames() {
    Set<String> names = new HashSet<>();
    for (Path image : images) {
      if (!names.add(stem(image))) {
        throw new BadInputException(
            "two pictures are called '%s', and their results would overwrite each other; segment them into different folders with --out"
                .formatted(stem(image)));
      }
    }
  }

  private void segment(Path file, RgbImage image, Model model, Executor executor) {
    HostTensor input = model.info().preparation().image(image);
    executor.plan(Map.of(Nets.IMAGE, input.shape()));
    model.awaitValues();
    executor.forward(Feeds.of(Nets.IMAGE, input));
    ByteTensor predicted = executor.readBytes(PREDICTION);
    LabelMap labels = new LabelMap(image.height(), image.width(), predicted.data());
    Palette palette = Palette.of(model.info().colours());
    createFolder();
    Path labelFile = out.resolve(stem(file) + ".labels.png");
    Path overlayFile = out.resolve(stem(file) + ".overlay.png");
    if (scores != null) {
      writeScores(scores, executor.read(SCORE));
    }
    Png.write(labelFile, labels, palette);
    Png.write(overlayFile, overlay(image, labels, model, palette));
    print(file, labelFile, overlayFile, model.info().classNames(), labels);
  }

  private static BufferedImage overlay(
      RgbImage image, LabelMap labels, Model model, Palette palette) {
    List<String> names = model.info().classNames();
    boolean hasBackground = names.getFirst().equals("background");
    Overlay overlay = hasBackground ? Overlay.onBackground(palette) : Overlay.everywhere(palette);
    return new Legend(names, palette).under(overlay.draw(image, labels), Legend.present(labels));
  }

  private static void writeScores(Path target, HostTensor scores) {
    Shape shape = scores.shape();
    Npy.write(target, new NpyArray.Floats(List.of(shape.c(), shape.h(), shape.w()), scores.data()));
  }

  private void createFolder() {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new BadInputException(
          "can't make the folder %s: %s; name another with --out".formatted(out, e.getMessage()));
    }
  }

  private static String stem(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private void print(
      Path file, Path labelFile, Path overlayFile, List<String> names, LabelMap labels) {
    long[] counts = new long[256];
    for (byte label : labels.labels()) {
      counts[label & 0xff]++;
    }
    Map<String, Object> shares = new LinkedHashMap<>();
    List<String> texts = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      if (counts[c] > 0) {
        double share = (double) counts[c] / labels.labels().length;
        shares.put(names.get(c), share);
        texts.add(names.get(c) + " " + ScoreTable.percent(share));
      }
    }
    if (output.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("image", file.toString());
      json.put("width", labels.width());
      json.put("height", labels.height());
      json.put("labels", labelFile.toString());
      json.put("overlay", overlayFile.toString());
      json.put("shares", shares);
      output.object(json);
    } else {
      output.println("%s: %s".formatted(file, String.join(", ", texts)));
      output.println("  -> %s, %s".formatted(labelFile, overlayFile));
    }
  }
}
