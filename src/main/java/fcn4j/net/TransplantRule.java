package fcn4j.net;

import fcn4j.graph.Parameter;
import fcn4j.weights.WeightEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How weights are matched.
 *
 * @param reinterpret whether arrays whose counts agree may differ in extents (a fully connected
 *     layer becomes a convolution); else such a pair is an error
 * @param refill whether fixed upsampling is filled anew rather than copied, as the reference does
 *     after every copy
 * @param complete whether every parameter of the target must be in the source
 * @param listMisfits whether arrays whose extents do not fit are listed and not copied, as long as
 *     most fit; else they are an error
 * @param suffix appended to the source's layer names, for nets with several trunks; may be empty
 */
public record TransplantRule(
    boolean reinterpret, boolean refill, boolean complete, boolean listMisfits, String suffix) {

  /**
   * A classifier into a fully convolutional net: flat copies. Source: the reference's {@code
   * surgery.transplant}.
   */
  public static TransplantRule convolutionalise() {
    return new TransplantRule(true, true, false, false, "");
  }

  /** One stage into the next (32s to 16s to 8s), by name. Source: Caffe's {@code copy_from}. */
  public static TransplantRule nextStage() {
    return new TransplantRule(false, true, false, false, "");
  }

  /** The weights of the very same net, all of them. */
  public static TransplantRule exact() {
    return new TransplantRule(false, false, true, false, "");
  }

  /**
   * The rule that fits what a source holds: {@link #convolutionalise} if it has fully connected
   * layers where the net has convolutions, {@link #exact} if it has all of the net's parameters,
   * else {@link #nextStage}.
   */
  public static TransplantRule suited(WeightSource source, List<Parameter> target) {
    Map<String, WeightEntry> entries = new HashMap<>();
    source.entries().forEach(entry -> entries.put(entry.name(), entry));
    boolean complete = true;
    for (Parameter parameter : target) {
      WeightEntry entry = entries.get(parameter.name());
      List<Integer> wanted = parameter.spec().dims();
      if (entry == null) {
        complete = false;
      } else if (entry.dims().size() != wanted.size()
          && Transplant.isFullyConnected(entry, wanted)) {
        return convolutionalise();
      }
    }
    return complete ? exact() : nextStage();
  }

  /** What is done, for people. */
  public String description() {
    if (complete && !reinterpret) {
      return "the same net, all of it";
    }
    return reinterpret
        ? "a classifier, its fully connected layers as convolutions"
        : "another stage or net, layers of equal names";
  }

  /** The same with a suffix for layer names: {@code conv1_1} goes to {@code conv1_1color}. */
  public TransplantRule withSuffix(String other) {
    return new TransplantRule(reinterpret, refill, complete, listMisfits, other);
  }

  /** The same, but nothing of the net may be missing, except fixed upsampling that is refilled. */
  public TransplantRule completely() {
    return new TransplantRule(reinterpret, refill, true, listMisfits, suffix);
  }

  /** The same, but what does not fit is listed. */
  public TransplantRule listingMisfits() {
    return new TransplantRule(reinterpret, refill, complete, true, suffix);
  }
}
