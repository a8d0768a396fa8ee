package fcn4j.train;

import fcn4j.op.LossNormalisation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Options as plain JSON values and back. */
public final class OptionsJson {
  /** The name of the seed. */
  public static final String SEED = "seed";

  private OptionsJson() {}

  /** Names and values of the options, for {@code options.json}. */
  public static Map<String, Object> write(TrainingOptions options) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("recipe", options.recipe());
    json.put(SEED, options.seed());
    json.put("rate", options.sgd().rate().base());
    json.put("ratePolicy", options.sgd().rate().policy());
    json.put("momentum", options.sgd().momentum());
    json.put("weightDecay", options.sgd().weightDecay());
    json.put("iterSize", options.sgd().iterSize());
    json.put("clipNorm", options.sgd().clipNorm());
    json.put("lossNormalisation", options.loss().normalisation().name());
    json.put("keepProbability", options.loss().keepProbability());
    json.put("classWeights", options.loss().classWeights());
    json.put("batch", options.input().batch());
    json.put("order", options.input().order().name());
    json.put("mirror", options.input().mirror());
    json.put("jitterPixels", options.input().jitterPixels());
    json.put("pad", options.input().pad());
    json.put("iterations", options.schedule().iterations());
    json.put("averageLoss", options.schedule().averageLoss());
    json.put("logEvery", options.schedule().logEvery());
    json.put("evaluateEvery", options.schedule().evaluateEvery());
    json.put("checkpointEvery", options.schedule().checkpointEvery());
    json.put("keepCheckpoints", options.schedule().keepCheckpoints());
    return json;
  }

  /**
   * The options that were written.
   *
   * @throws TrainException if one is missing, of another type, or out of range
   */
  public static TrainingOptions read(JsonNode json) {
    try {
      return options(json);
    } catch (JacksonException e) {
      throw new TrainException(
          "the options of the run can't be read (%s); start a new run in another folder"
              .formatted(e.getOriginalMessage()),
          e);
    }
  }

  private static TrainingOptions options(JsonNode json) {
    LearningRate rate =
        LearningRate.parse(value(json, "ratePolicy").asString(), value(json, "rate").asDouble());
    List<Float> classWeights = new ArrayList<>();
    value(json, "classWeights").forEach(weight -> classWeights.add((float) weight.asDouble()));
    return new TrainingOptions(
        value(json, "recipe").asString(),
        new Sgd(
            rate,
            value(json, "momentum").asDouble(),
            value(json, "weightDecay").asDouble(),
            value(json, "iterSize").asInt(),
            value(json, "clipNorm").asDouble()),
        new LossOptions(
            constant(LossNormalisation.class, value(json, "lossNormalisation").asString()),
            value(json, "keepProbability").asDouble(),
            classWeights),
        new InputOptions(
            value(json, "batch").asInt(),
            constant(SampleOrder.class, value(json, "order").asString()),
            value(json, "mirror").asBoolean(),
            value(json, "jitterPixels").asInt(),
            value(json, "pad").asBoolean()),
        new Schedule(
            value(json, "iterations").asLong(),
            value(json, "averageLoss").asInt(),
            value(json, "logEvery").asLong(),
            value(json, "evaluateEvery").asLong(),
            value(json, "checkpointEvery").asLong(),
            // Runs that do not tell have kept all.
            json.path("keepCheckpoints").asInt(0)),
        value(json, SEED).asLong());
  }

  private static JsonNode value(JsonNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null) {
      throw new TrainException(
          "the options of the run lack '%s'; start a new run in another folder".formatted(name));
    }
    return value;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new TrainException(
          "'%s' in the options of the run is none of %s"
              .formatted(name, List.of(type.getEnumConstants())),
          e);
    }
  }
}
