package fcn4j.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fcn4j.op.Conv2d;
import fcn4j.op.Relu;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChromeTraceTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Shape OUT = new Shape(1, 8, 4, 5);
  private static final Profile PROFILE =
      new Profile(
          List.of(
              new NodeTime(
                  Phase.FORWARD,
                  "conv1",
                  Conv2d.square(3, 8, 3, 1, 1),
                  OUT,
                  new Work(4320, 1000),
                  List.of(2.0, 1.0, 3.0)),
              new NodeTime(
                  Phase.FORWARD,
                  "relu1",
                  new Relu(),
                  OUT,
                  new Work(0, 1280),
                  List.of(0.0, 1.0, 0.5)),
              new NodeTime(
                  Phase.BACKWARD,
                  "conv1",
                  Conv2d.square(3, 8, 3, 1, 1),
                  OUT,
                  new Work(8640, 2000),
                  List.of(4.0, 5.0, 6.0)),
              new NodeTime(
                  Phase.UPDATE,
                  "a net",
                  null,
                  new Shape(1, 1, 1, 224),
                  Work.update(224),
                  List.of(0.25, 0.25, 0.5))),
          List.of(6.0, 7.0, 9.0),
          4096);

  private static JsonNode trace() {
    return JSON.readTree(
        JSON.writeValueAsString(
            ChromeTrace.of(PROFILE, new Ceiling(0.001, 10), "fcn \"x\"", "a device")));
  }

  private static List<JsonNode> complete() {
    List<JsonNode> events = new ArrayList<>();
    for (JsonNode event : trace().get("traceEvents")) {
      if (event.get("ph").asString().equals("X")) {
        events.add(event);
      }
    }
    return events;
  }

  @Test
  void namesProcessAndThread() {
    JsonNode events = trace().get("traceEvents");
    assertThat(events.get(0).get("ph").asString()).isEqualTo("M");
    assertThat(events.get(0).get("name").asString()).isEqualTo("process_name");
    assertThat(events.get(0).get("args").get("name").asString()).isEqualTo("fcn \"x\"");
    assertThat(events.get(1).get("name").asString()).isEqualTo("thread_name");
    assertThat(events.get(1).get("args").get("name").asString()).isEqualTo("a device");
  }

  @Test
  void eventsFollowEachOtherWithoutOverlap() {
    double end = 0;
    int repetition = 0;
    for (JsonNode event : complete()) {
      assertThat(event.get("ts").asDouble()).isGreaterThanOrEqualTo(end);
      end = event.get("ts").asDouble() + event.get("dur").asDouble();
      assertThat(event.get("args").get("repetition").asInt()).isGreaterThanOrEqualTo(repetition);
      repetition = event.get("args").get("repetition").asInt();
    }
    assertThat(repetition).isEqualTo(2);
  }

  @Test
  void mediansOfTheEventsAreThoseOfTheTable() {
    Map<String, List<Double>> millis = new HashMap<>();
    for (JsonNode event : complete()) {
      String key = event.get("cat").asString() + " " + event.get("name").asString();
      millis.computeIfAbsent(key, _ -> new ArrayList<>()).add(event.get("dur").asDouble() / 1000);
    }
    assertThat(millis).hasSize(PROFILE.nodes().size());
    double sum = 0;
    for (NodeTime node : PROFILE.nodes()) {
      double median = Profile.median(millis.get(node.phase().text() + " " + node.node()));
      assertThat(median).isEqualTo(node.medianMillis(), within(1e-9));
      sum += median;
    }
    assertThat(sum).isEqualTo(PROFILE.sumMillis(), within(1e-9)).isEqualTo(7.75, within(1e-9));
  }

  @Test
  void idealTimeOfAPhaseIsTheSumOfItsNodes() {
    Ceiling ceiling = new Ceiling(0.001, 10);
    assertThat(PROFILE.idealMillis(Phase.FORWARD, ceiling))
        .as("products of the convolution, bytes of the ReLU")
        .isEqualTo(0.00864 + 0.000128, within(1e-12));
    assertThat(PROFILE.idealMillis(Phase.BACKWARD, ceiling)).isEqualTo(0.01728, within(1e-12));
  }

  @Test
  void tellsWhatEachNodeDid() {
    JsonNode first = complete().getFirst();
    assertThat(first.get("cat").asString()).isEqualTo("forward");
    JsonNode args = first.get("args");
    assertThat(args.get("operation").asString()).isEqualTo("Conv2d");
    assertThat(args.get("output").asString()).isEqualTo("(1,8,4,5)");
    assertThat(args.get("flop").asLong()).isEqualTo(8640);
    assertThat(args.get("bytes").asLong()).isEqualTo(1000);
    // 8640 operations at 1e9 a second are 0.00864 ms of the 2 ms.
    assertThat(args.get("percentOfCeiling").asDouble()).isEqualTo(0.432, within(1e-9));
    assertThat(complete().get(1).get("args").has("percentOfCeiling"))
        .as("a node that took no time")
        .isFalse();
    assertThat(complete().get(3).get("args").get("operation").asString()).isEqualTo("SgdUpdate");
  }
}
