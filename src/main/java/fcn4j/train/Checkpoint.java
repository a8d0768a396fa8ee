package fcn4j.train;

import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.weights.ArrayReader;
import fcn4j.weights.FiniteValues;
import fcn4j.weights.FloatType;
import fcn4j.weights.SafetensorsFile;
import fcn4j.weights.SafetensorsWriter;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A safetensors file of a net's parameters, under their own names, with what is needed to use them
 * and, in the middle of a run, to go on: momentum (as {@code momentum/NAME}), iteration, seed.
 *
 * <p>Any safetensors file can be opened and loaded from; one that training did not write has no
 * {@link #model} and no {@link #state}. Owns the open file.
 */
public final class Checkpoint implements AutoCloseable {
  private static final String MOMENTUM = "momentum/";

  private final SafetensorsFile file;
  private final CheckpointMetadata metadata;

  private Checkpoint(SafetensorsFile file) {
    this.file = file;
    this.metadata = new CheckpointMetadata(file.origin(), file.metadata());
  }

  /**
   * Writes values and momentum, atomically.
   *
   * @throws WeightFileException if the file can't be written; what was there before stays
   */
  public static void write(
      Path target, Parameters parameters, ModelInfo model, TrainingState state) {
    Map<String, String> texts = new HashMap<>(CheckpointMetadata.of(model));
    texts.putAll(CheckpointMetadata.of(state));
    List<WeightEntry> entries = new ArrayList<>(values(parameters));
    for (Parameter parameter : parameters.all()) {
      if (parameters.isTrained(parameter.name())) {
        entries.add(new WeightEntry(MOMENTUM + parameter.name(), parameter.spec().dims()));
      }
    }
    SafetensorsWriter.write(target, entries, reader(parameters), texts, FloatType.FLOAT32);
  }

  /**
   * Writes the values alone, atomically: what a finished net needs, in half the size.
   *
   * @throws WeightFileException if the file can't be written; what was there before stays
   */
  public static void writeWeights(Path target, Parameters parameters, ModelInfo model) {
    SafetensorsWriter.write(
        target,
        values(parameters),
        reader(parameters),
        CheckpointMetadata.of(model),
        FloatType.FLOAT32);
  }

  private static ArrayReader reader(Parameters parameters) {
    return ArrayReader.inTurn((entry, first, target, offset, count) -> {
      String name = entry.name();
      if (isMomentum(name)) {
        parameters.momentum(name.substring(MOMENTUM.length()), first, target, offset, count);
      } else {
        parameters.get(name, first, target, offset, count);
      }
    });
  }

  private static List<WeightEntry> values(Parameters parameters) {
    return parameters.all().stream()
        .map(parameter -> new WeightEntry(parameter.name(), parameter.spec().dims()))
        .toList();
  }

  /**
   * Opens a file; reads no values yet.
   *
   * @throws WeightFileException if it is missing, empty, cut short, or no safetensors file
   */
  public static Checkpoint open(Path source) {
    return new Checkpoint(SafetensorsFile.open(source));
  }

  /** An open file that training wrote, which it takes over; empty if it is another. */
  public static Optional<Checkpoint> of(WeightFile file) {
    return file instanceof SafetensorsFile table && isCheckpoint(file.metadata())
        ? Optional.of(new Checkpoint(table))
        : Optional.empty();
  }

  /**
   * Opens, loads and closes a file.
   *
   * @return the names that were loaded
   * @throws WeightFileException as {@link #open} and {@link #loadInto} say
   */
  public static List<String> load(Parameters parameters, Path source, Strictness strictness) {
    try (Checkpoint checkpoint = open(source)) {
      return checkpoint.loadInto(parameters, strictness);
    }
  }

  /** Whether a file with this text was written by training. */
  public static boolean isCheckpoint(Map<String, String> metadata) {
    return new CheckpointMetadata("", metadata).isCheckpoint();
  }

  /**
   * The net and its input, as the text of a file says.
   *
   * @param origin what to call the file in messages
   * @throws WeightFileException if it does not say
   */
  public static ModelInfo model(String origin, Map<String, String> metadata) {
    return new CheckpointMetadata(origin, metadata).model();
  }

  /** The text of a file without what tells where a run stood. */
  public static Map<String, String> withoutState(Map<String, String> metadata) {
    return CheckpointMetadata.withoutState(metadata);
  }

  /** Whether an array of that name is momentum. */
  public static boolean isMomentum(String name) {
    return name.startsWith(MOMENTUM);
  }

  /** Whether training wrote it. */
  public boolean isCheckpoint() {
    return metadata.isCheckpoint();
  }

  /**
   * The net and its input.
   *
   * @throws WeightFileException if the file does not say
   */
  public ModelInfo model() {
    return metadata.model();
  }

  /**
   * Where the run stood, or empty if the file holds weights alone.
   *
   * @throws WeightFileException if it can't be read
   */
  public Optional<TrainingState> state() {
    return metadata.hasState() ? Optional.of(metadata.state()) : Optional.empty();
  }

  /**
   * Sets the parameters that the file has; all names and extents are checked before the first is
   * set.
   *
   * @return the names that were loaded, in the net's order
   * @throws WeightFileException if a parameter is missing, an array is not the net's (where the
   *     strictness forbids it), extents differ, or a value is not finite
   */
  public List<String> loadInto(Parameters parameters, Strictness strictness) {
    List<WeightEntry> found = new WeightMatch(file, parameters, MOMENTUM).check(strictness);
    for (WeightEntry entry : found) {
      parameters
          .place(entry.name())
          .ifPresentOrElse(
              place -> file.readFinite(entry, place),
              () ->
                  load(
                      entry,
                      (first, values, count) ->
                          parameters.set(entry.name(), first, values, count)));
    }
    return found.stream().map(WeightEntry::name).toList();
  }

  private void load(WeightEntry entry, ArrayReader.Piece setter) {
    file.forEachPiece(entry, FiniteValues.checked(file.origin(), entry, setter));
  }

  /**
   * Sets parameters and momentum, and says where the run stood.
   *
   * @throws WeightFileException if the file is no checkpoint of a run, or of another net, or a
   *     value is not finite
   */
  public TrainingState restore(Parameters parameters) {
    TrainingState state =
        state()
            .orElseThrow(() ->
                new WeightFileException(
                    "%s holds weights alone, no state of a run; start a new run from it instead of resuming"
                        .formatted(file.origin())));
    Map<Parameter, WeightEntry> trained = new LinkedHashMap<>();
    for (Parameter parameter : parameters.all()) {
      if (parameters.isTrained(parameter.name())) {
        trained.put(parameter, momentum(parameter));
      }
    }
    loadInto(parameters, Strictness.EXACT);
    trained.forEach((parameter, entry) ->
        load(
            entry,
            (first, values, count) ->
                parameters.setMomentum(parameter.name(), first, values, count)));
    return state;
  }

  private WeightEntry momentum(Parameter parameter) {
    WeightEntry wanted = new WeightEntry(MOMENTUM + parameter.name(), parameter.spec().dims());
    if (!file.entries().contains(wanted)) {
      throw new WeightFileException(
          "%s has no momentum of '%s' with the extents %s; it is of another net: resume with the net that it was trained with"
              .formatted(file.origin(), parameter.name(), wanted.dims()));
    }
    return wanted;
  }

  @Override
  public void close() {
    file.close();
  }
}
