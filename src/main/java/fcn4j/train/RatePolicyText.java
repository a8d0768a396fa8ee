package fcn4j.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a learning rate policy from the text that a user wrote. */
final class RatePolicyText {
  /** Policy to an example that shows its settings. */
  private static final Map<String, String> EXAMPLES = new LinkedHashMap<>();

  static {
    EXAMPLES.put("fixed", "fixed");
    EXAMPLES.put("step", "step:gamma=0.1,stepsize=1000");
    EXAMPLES.put("exp", "exp:gamma=0.999");
    EXAMPLES.put("inv", "inv:gamma=0.0001,power=0.75");
    EXAMPLES.put("multistep", "multistep:gamma=0.1,stepvalue=1000,stepvalue=1500");
    EXAMPLES.put("poly", "poly:power=0.9,max_iter=2000");
    EXAMPLES.put("sigmoid", "sigmoid:gamma=-0.01,stepsize=1000");
  }

  private final String text;
  private final String name;
  private final Map<String, List<String>> settings = new LinkedHashMap<>();

  private RatePolicyText(String text) {
    this.text = text;
    int colon = text.indexOf(':');
    this.name = colon < 0 ? text.strip() : text.substring(0, colon).strip();
    if (!EXAMPLES.containsKey(name)) {
      throw new TrainException(
          "unknown learning rate policy '%s'; choose one of %s"
              .formatted(text, String.join(", ", EXAMPLES.values())));
    }
    if (colon >= 0) {
      for (String part : text.substring(colon + 1).split(",", -1)) {
        int equals = part.indexOf('=');
        if (equals < 1) {
          throw wrong("'%s' is not of the form name=value".formatted(part));
        }
        settings
            .computeIfAbsent(part.substring(0, equals).strip(), key -> new ArrayList<>())
            .add(part.substring(equals + 1).strip());
      }
    }
  }

  static LearningRate parse(String text, double base) {
    RatePolicyText policy = new RatePolicyText(text);
    return switch (policy.name) {
      case "step" -> {
        policy.takes("gamma", "stepsize");
        yield new LearningRate.Step(base, policy.number("gamma"), policy.whole("stepsize"));
      }
      case "exp" -> {
        policy.takes("gamma");
        yield new LearningRate.Exp(base, policy.number("gamma"));
      }
      case "inv" -> {
        policy.takes("gamma", "power");
        yield new LearningRate.Inv(base, policy.number("gamma"), policy.number("power"));
      }
      case "multistep" -> {
        policy.takes("gamma", "stepvalue");
        List<Long> values =
            policy.all("stepvalue").stream().map(v -> policy.whole("stepvalue", v)).toList();
        yield new LearningRate.MultiStep(base, policy.number("gamma"), values);
      }
      case "poly" -> {
        policy.takes("power", "max_iter");
        yield new LearningRate.Poly(base, policy.number("power"), policy.whole("max_iter"));
      }
      case "sigmoid" -> {
        policy.takes("gamma", "stepsize");
        yield new LearningRate.Sigmoid(base, policy.number("gamma"), policy.whole("stepsize"));
      }
      default -> {
        policy.takes();
        yield new LearningRate.Fixed(base);
      }
    };
  }

  private void takes(String... names) {
    List<String> known = Arrays.asList(names);
    for (String setting : settings.keySet()) {
      if (!known.contains(setting)) {
        throw wrong("it has no setting '%s'".formatted(setting));
      }
    }
  }

  private List<String> all(String setting) {
    List<String> values = settings.get(setting);
    if (values == null) {
      throw wrong("it needs %s".formatted(setting));
    }
    return values;
  }

  private String only(String setting) {
    List<String> values = all(setting);
    if (values.size() > 1) {
      throw wrong("%s is given %d times".formatted(setting, values.size()));
    }
    return values.getFirst();
  }

  private double number(String setting) {
    String value = only(setting);
    try {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong("%s=%s is no number".formatted(setting, value), e);
    }
    throw wrong("%s=%s is no number".formatted(setting, value));
  }

  private long whole(String setting) {
    return whole(setting, only(setting));
  }

  private long whole(String setting, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw wrong("%s=%s is no whole number".formatted(setting, value), e);
    }
  }

  private TrainException wrong(String what) {
    return new TrainException(message(what));
  }

  private TrainException wrong(String what, Throwable cause) {
    return new TrainException(message(what), cause);
  }

  private String message(String what) {
    return "learning rate policy '%s': %s; write for example %s"
        .formatted(text, what, EXAMPLES.get(name));
  }
}
