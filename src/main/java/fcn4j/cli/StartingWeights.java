package fcn4j.cli;

import fcn4j.net.WeightSource;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that a run takes its starting values from.
 *
 * @param file a checkpoint, or any other file of weights
 * @param renamed layers of the file that go to layers of another name
 */
record StartingWeights(Path file, Map<String, String> renamed) {
  private static final String MOMENTUM = "momentum/";

  /** All layers under their own names. */
  static StartingWeights of(Path file) {
    return new StartingWeights(file, Map.of());
  }

  /** The arrays of the open file, without the momentum of the run that wrote it. */
  WeightSource source(WeightFile open) {
    Map<WeightEntry, String> names = new HashMap<>();
    List<WeightEntry> entries = new ArrayList<>();
    for (WeightEntry entry : open.entries()) {
      if (!entry.name().startsWith(MOMENTUM)) {
        WeightEntry target = new WeightEntry(targetName(entry.name()), entry.dims());
        names.put(target, entry.name());
        entries.add(target);
      }
    }
    return new WeightSource(
        open.origin(), entries, entry -> open.read(names.getOrDefault(entry, entry.name())));
  }

  private String targetName(String name) {
    int dot = name.lastIndexOf('.');
    String layer = dot < 0 ? name : name.substring(0, dot);
    return renamed.getOrDefault(layer, layer) + (dot < 0 ? "" : name.substring(dot));
  }
}
