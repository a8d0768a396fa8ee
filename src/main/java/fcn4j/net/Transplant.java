package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.GraphException;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.weights.ArrayReader;
import fcn4j.weights.FiniteValues;
import fcn4j.weights.WeightEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Net surgery: carries weights by name from a file or another net into a net whose parameters are
 * already initialised.
 *
 * <p>Everything is matched before anything is written: a mismatch leaves the target as it was.
 * Source: the reference's {@code surgery.py} and Caffe's {@code copy_from}.
 */
public final class Transplant {
  private static final int NAMES_SHOWN = 8;

  private final WeightSource source;
  private final Parameters target;
  private final TransplantRule rule;

  private final Map<Parameter, WeightEntry> matches = new LinkedHashMap<>();
  private final List<String> copied = new ArrayList<>();
  private final List<String> reinterpreted = new ArrayList<>();
  private final List<Parameter> refilled = new ArrayList<>();
  private final List<String> untouched = new ArrayList<>();
  private final List<String> random = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final List<String> misfits = new ArrayList<>();

  private Transplant(WeightSource source, Parameters target, TransplantRule rule) {
    this.source = source;
    this.target = target;
    this.rule = rule;
  }

  /**
   * Copies what the rule allows.
   *
   * @throws GraphException if an array's extents do not fit, a name is there twice, or something is
   *     missing that must be there; the message names arrays, extents and remedy
   * @throws fcn4j.weights.WeightFileException if a value to copy is not finite
   */
  public static TransplantReport run(WeightSource source, Parameters target, TransplantRule rule) {
    Transplant transplant = new Transplant(source, target, rule);
    transplant.match();
    return transplant.write();
  }

  private void match() {
    Map<String, WeightEntry> entries = byTargetName();
    for (Parameter parameter : target.all()) {
      WeightEntry entry = entries.remove(parameter.name());
      if (rule.refill() && isFixedUpsampling(parameter)) {
        refilled.add(parameter);
      } else if (entry == null) {
        leave(parameter);
      } else {
        compare(parameter, entry);
      }
    }
    entries.values().forEach(entry -> ignored.add(entry.name()));
    checkMatches();
    // All are looked at before the first is written.
    matches
        .values()
        .forEach(entry -> FiniteValues.require(source.origin(), entry, source.reader()));
  }

  private void leave(Parameter parameter) {
    untouched.add(parameter.name());
    if (startsRandom(parameter)) {
      random.add(parameter.name());
    }
  }

  private void checkMatches() {
    if (!misfits.isEmpty() && misfits.size() >= matches.size()) {
      throw new GraphException(
          "%s is of another net: %d of its arrays fit and %d do not: %s; take weights of a net with the same measures"
              .formatted(source.origin(), matches.size(), misfits.size(), misfits));
    }
    if (matches.isEmpty()) {
      throw new GraphException(
          "%s has nothing for this net: its arrays are %s, the net's %s; take weights of a net with layers of the same names"
              .formatted(
                  source.origin(),
                  source.entries().stream().map(WeightEntry::name).limit(NAMES_SHOWN).toList(),
                  target.all().stream().map(Parameter::name).limit(NAMES_SHOWN).toList()));
    }
    if (rule.complete() && untouched.size() > misfits.size()) {
      throw new GraphException(
          "%s lacks %s; it was made for another net (it has %s)"
              .formatted(
                  source.origin(),
                  untouched,
                  source.entries().stream().map(WeightEntry::name).toList()));
    }
  }

  private Map<String, WeightEntry> byTargetName() {
    Map<String, WeightEntry> entries = new LinkedHashMap<>();
    for (WeightEntry entry : source.entries()) {
      if (entries.put(suffixed(entry.name()), entry) != null) {
        throw new GraphException(
            "%s has two arrays named %s".formatted(source.origin(), entry.name()));
      }
    }
    return entries;
  }

  private String suffixed(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot) + rule.suffix() + name.substring(dot);
  }

  private static boolean startsRandom(Parameter parameter) {
    return switch (parameter.rule().filler()) {
      case Filler.He he -> true;
      case Filler.Gaussian gaussian -> true;
      case Filler.Xavier xavier -> true;
      case Filler.Constant constant -> false;
      case Filler.Bilinear bilinear -> false;
    };
  }

  private static boolean isFixedUpsampling(Parameter parameter) {
    return !parameter.trainable() && parameter.rule().filler() instanceof Filler.Bilinear;
  }

  private void compare(Parameter parameter, WeightEntry entry) {
    List<Integer> wanted = parameter.spec().dims();
    boolean connected = isFullyConnected(entry, wanted);
    if (withoutLeadingOnes(entry.dims()).equals(withoutLeadingOnes(wanted))) {
      copied.add(parameter.name());
    } else if (connected && rule.reinterpret()) {
      reinterpreted.add(parameter.name());
    } else if (rule.listMisfits()) {
      misfits.add("%s (the net has %s)".formatted(entry, wanted));
      leave(parameter);
      return;
    } else {
      throw new GraphException(
          "%s: %s has extents %s, the net's %s has %s; %s"
              .formatted(
                  source.origin(),
                  entry.name(),
                  entry.dims(),
                  parameter.name(),
                  wanted,
                  connected
                      ? "transplant it as a classifier's weights if it is a fully connected layer"
                      : "rename or leave out that array, or build the net with the same measures"));
    }
    matches.put(parameter, entry);
  }

  /** Whether the array is the matrix (O, C*h*w) of a fully connected layer for (O,C,h,w). */
  static boolean isFullyConnected(WeightEntry entry, List<Integer> wanted) {
    List<Integer> dims = withoutLeadingOnes(entry.dims());
    long count = wanted.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    return wanted.size() == 4
        && dims.size() <= 2
        && entry.count() == count
        && (dims.size() < 2 || dims.getFirst().equals(wanted.getFirst()));
  }

  // Old Caffe files give every array four extents: a bias is (1,1,1,N).
  private static List<Integer> withoutLeadingOnes(List<Integer> dims) {
    int first = 0;
    while (first < dims.size() && dims.get(first) == 1) {
      first++;
    }
    return dims.subList(first, dims.size());
  }

  private TransplantReport write() {
    matches.forEach((parameter, entry) -> source.reader().forEachPiece(entry, setter(parameter)));
    for (Parameter parameter : refilled) {
      target.set(
          parameter.name(), parameter.rule().filler().fill(parameter.name(), parameter.spec(), 0));
    }
    List<String> filled = refilled.stream().map(Parameter::name).toList();
    return new TransplantReport(copied, reinterpreted, filled, untouched, random, ignored, misfits);
  }

  private ArrayReader.Piece setter(Parameter parameter) {
    return (first, values, count) -> target.set(parameter.name(), first, values, count);
  }
}
