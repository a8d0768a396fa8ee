package fcn4j.train;

import fcn4j.data.ChannelOrder;
import fcn4j.data.MeanColour;
import fcn4j.data.Preparation;
import fcn4j.weights.WeightFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The text that a checkpoint carries beside its arrays. */
final class CheckpointMetadata {
  private static final String FORMAT = "fcn4j.checkpoint";
  private static final String VERSION = "1";
  private static final String NET = "fcn4j.net";
  private static final String NET_OPTIONS = "fcn4j.netOptions";
  private static final String CLASS_NAMES = "fcn4j.classNames";
  private static final String COLOURS = "fcn4j.colours";
  private static final String CHANNEL_ORDER = "fcn4j.channelOrder";
  private static final String MEAN = "fcn4j.mean";
  private static final String MEAN_ORDER = "fcn4j.meanOrder";
  private static final String SCALE = "fcn4j.scale";
  private static final String ITERATION = "fcn4j.iteration";
  private static final String SEED = "fcn4j.seed";
  private static final String RECENT_LOSSES = "fcn4j.recentLosses";

  private final String origin;
  private final Map<String, String> texts;

  CheckpointMetadata(String origin, Map<String, String> texts) {
    this.origin = origin;
    this.texts = texts;
  }

  static Map<String, String> of(ModelInfo model) {
    MeanColour mean = model.preparation().mean();
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(FORMAT, VERSION);
    texts.put(NET, model.net());
    texts.put(NET_OPTIONS, JsonText.of(model.netOptions()));
    texts.put(CLASS_NAMES, JsonText.of(model.classNames(), JsonGenerator::writeString));
    texts.put(COLOURS, JsonText.of(model.colours(), JsonGenerator::writeNumber));
    texts.put(CHANNEL_ORDER, model.preparation().order().name());
    texts.put(MEAN_ORDER, mean.order().name());
    List<Float> means = List.of(mean.first(), mean.second(), mean.third());
    texts.put(MEAN, JsonText.of(means, JsonGenerator::writeNumber));
    texts.put(SCALE, Float.toString(model.preparation().scale()));
    return texts;
  }

  static Map<String, String> of(TrainingState state) {
    return Map.of(
        ITERATION, Long.toString(state.iteration()),
        SEED, Long.toString(state.seed()),
        RECENT_LOSSES, JsonText.of(state.recentLosses(), JsonGenerator::writeNumber));
  }

  static Map<String, String> withoutState(Map<String, String> texts) {
    Map<String, String> rest = new LinkedHashMap<>(texts);
    rest.keySet().removeAll(List.of(ITERATION, SEED, RECENT_LOSSES));
    return rest;
  }

  /** Whether the file was written by {@link Checkpoint}. */
  boolean isCheckpoint() {
    return VERSION.equals(texts.get(FORMAT));
  }

  boolean hasState() {
    return texts.containsKey(ITERATION);
  }

  ModelInfo model() {
    try {
      List<Float> mean = JsonText.list(text(MEAN), JsonParser::getFloatValue);
      MeanColour colour =
          new MeanColour(
              ChannelOrder.valueOf(text(MEAN_ORDER)), mean.get(0), mean.get(1), mean.get(2));
      return new ModelInfo(
          text(NET),
          JsonText.texts(text(NET_OPTIONS)),
          JsonText.list(text(CLASS_NAMES), JsonText::string),
          JsonText.list(text(COLOURS), JsonParser::getIntValue),
          new Preparation(
              ChannelOrder.valueOf(text(CHANNEL_ORDER)), colour, Float.parseFloat(text(SCALE))));
    } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged(e);
    }
  }

  TrainingState state() {
    try {
      return new TrainingState(
          Long.parseLong(text(ITERATION)),
          Long.parseLong(text(SEED)),
          JsonText.list(text(RECENT_LOSSES), JsonParser::getDoubleValue));
    } catch (JacksonException | IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private String text(String key) {
    String value = texts.get(key);
    if (value == null) {
      throw new WeightFileException(
          "%s does not say its '%s'; it was not written by training, or not whole: name a checkpoint of a run"
              .formatted(origin, key));
    }
    return value;
  }

  private WeightFileException damaged(RuntimeException cause) {
    return new WeightFileException(
        "%s carries metadata that can't be read (%s); train again or take another checkpoint"
            .formatted(origin, cause.getMessage()),
        cause);
  }
}
