package fcn4j.cli;

import fcn4j.net.Nets;
import fcn4j.net.WeightSource;
import fcn4j.net.Wiring;
import fcn4j.train.Checkpoint;
import fcn4j.train.ModelInfo;
import fcn4j.weights.ArrayReader;
import fcn4j.weights.CaffeFile;
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
 * @param strict whether what does not fit, or is left at random values, is an error
 */
record StartingWeights(Path file, Map<String, String> renamed, boolean strict) {
  /** All layers under their own names. */
  static StartingWeights of(Path file, boolean strict) {
    return new StartingWeights(file, Map.of(), strict);
  }

  /** The arrays of the open file, without the momentum of the run that wrote it. */
  WeightSource source(WeightFile open) {
    return source(open, renamed);
  }

  /** The arrays of an open file, without momentum, some layers under other names. */
  static WeightSource source(WeightFile open, Map<String, String> renamed) {
    Map<WeightEntry, String> names = new HashMap<>();
    List<WeightEntry> entries = new ArrayList<>();
    for (WeightEntry entry : open.entries()) {
      if (!Checkpoint.isMomentum(entry.name())) {
        WeightEntry target = new WeightEntry(targetName(entry.name(), renamed), entry.dims());
        names.put(target, entry.name());
        entries.add(target);
      }
    }
    ArrayReader reader =
        (entry, first, target, offset, count) -> {
          String name = names.getOrDefault(entry, entry.name());
          open.read(new WeightEntry(name, entry.dims()), first, target, offset, count);
        };
    return new WeightSource(open.origin(), entries, reader);
  }

  /** What the open file tells of the net that its weights are of; may be empty. */
  static Wiring wiring(WeightFile open) {
    if (open instanceof CaffeFile caffe) {
      return Wiring.of(caffe);
    }
    if (Checkpoint.isCheckpoint(open.metadata())) {
      ModelInfo model = Checkpoint.model(open.origin(), open.metadata());
      return Wiring.of(Nets.build(model.net(), model.classes()));
    }
    return new Wiring(open.origin(), Map.of());
  }

  private static String targetName(String name, Map<String, String> renamed) {
    int dot = name.lastIndexOf('.');
    String layer = dot < 0 ? name : name.substring(0, dot);
    return renamed.getOrDefault(layer, layer) + (dot < 0 ? "" : name.substring(dot));
  }
}
