package fcn4j.train;

import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.weights.WeightEntry;
import fcn4j.weights.WeightFile;
import fcn4j.weights.WeightFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds the arrays of a file against the parameters of a net, before any is loaded. */
final class WeightMatch {
  private static final int NAMES_SHOWN = 5;

  private final WeightFile file;
  private final Parameters parameters;
  private final String ignoredPrefix;

  WeightMatch(WeightFile file, Parameters parameters, String ignoredPrefix) {
    this.file = file;
    this.parameters = parameters;
    this.ignoredPrefix = ignoredPrefix;
  }

  /** The arrays to load, in the net's order. */
  List<WeightEntry> check(Strictness strictness) {
    List<WeightEntry> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Parameter parameter : parameters.all()) {
      Optional<WeightEntry> entry = file.find(parameter.name());
      if (entry.isPresent()) {
        checkExtents(parameter, entry.get());
        found.add(entry.get());
      } else {
        missing.add(parameter.name());
      }
    }
    if (!missing.isEmpty() && strictness != Strictness.SHARED_NAMES) {
      throw new WeightFileException(
          "%s lacks %d of the net's %d parameters: %s; take weights of this net, or load only the names that both have"
              .formatted(file.origin(), missing.size(), parameters.all().size(), some(missing)));
    }
    if (found.isEmpty()) {
      throw new WeightFileException(
          "%s has none of the net's parameters (%s), its arrays are %s; take weights of this net"
              .formatted(file.origin(), some(missing), some(names())));
    }
    if (strictness == Strictness.EXACT) {
      checkNothingElse();
    }
    return found;
  }

  private void checkExtents(Parameter parameter, WeightEntry entry) {
    if (!entry.dims().equals(parameter.spec().dims())) {
      throw new WeightFileException(
          "%s: '%s' has extents %s, the net needs %s; take weights of a net with the same number of classes and channels"
              .formatted(file.origin(), entry.name(), entry.dims(), parameter.spec().dims()));
    }
  }

  private void checkNothingElse() {
    Set<String> known = new HashSet<>();
    parameters.all().forEach(parameter -> known.add(parameter.name()));
    List<String> strange = names().stream().filter(name -> !known.contains(name)).toList();
    if (!strange.isEmpty()) {
      throw new WeightFileException(
          "%s has %d array(s) that the net does not have: %s; take weights of this net"
              .formatted(file.origin(), strange.size(), some(strange)));
    }
  }

  private List<String> names() {
    return file.entries().stream()
        .map(WeightEntry::name)
        .filter(name -> !name.startsWith(ignoredPrefix))
        .toList();
  }

  private static String some(List<String> names) {
    String text = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
    return names.size() > NAMES_SHOWN ? text + ", …" : text;
  }
}
