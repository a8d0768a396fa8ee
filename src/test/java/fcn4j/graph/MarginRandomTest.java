package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.net.TinyNets;
import fcn4j.op.AvgPool2d;
import fcn4j.op.Backend;
import fcn4j.op.Concat;
import fcn4j.op.Conv2d;
import fcn4j.op.Extent2;
import fcn4j.op.Lrn;
import fcn4j.op.Max;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.PoolRule;
import fcn4j.op.Relu;
import fcn4j.op.ShapeException;
import fcn4j.op.Softmax;
import fcn4j.op.Sum;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random nets of strided, dilated and grouped convolutions, poolings of both rules and branches,
 * behind margins of any width, for images of any size: computed in windows and as a whole.
 */
class MarginRandomTest {
  private static final int ROUNDS = 400;
  private static final int CHANNELS = 2;

  private static Graph random(Random random) {
    GraphBuilder builder = new GraphBuilder("random");
    String last = builder.input("data", CHANNELS);
    if (random.nextInt(4) == 0) {
      builder.input("depth", CHANNELS);
      builder.add("joined", new Concat(), last, "depth");
      last = builder.scale("scaled", "joined", 0.5f);
    }
    Extent2 margin = new Extent2(random.nextInt(60), random.nextInt(60));
    last = conv(builder, "first", last, margin, random);
    int layers = 2 + random.nextInt(9);
    for (int i = 0; i < layers; i++) {
      last = layer(builder, "n" + i, last, random);
    }
    builder.conv("top", last, CHANNELS, 1, 0, new Filler.Gaussian(0.5));
    return builder.build();
  }

  private static String conv(
      GraphBuilder builder, String name, String from, Extent2 pad, Random random) {
    int in = builder.channels(from);
    Conv2d op =
        new Conv2d(
            in,
            2 * CHANNELS,
            new Extent2(1 + random.nextInt(4), 1 + random.nextInt(4)),
            new Extent2(1 + random.nextInt(2), 1 + random.nextInt(3)),
            pad,
            new Extent2(1 + random.nextInt(2), 1),
            random.nextInt(3) == 0 ? 2 : 1,
            true);
    return builder.add(
        name,
        op,
        List.of(ParameterRule.weight(new Filler.Gaussian(0.5)), ParameterRule.bias()),
        from);
  }

  private static String layer(GraphBuilder builder, String name, String from, Random random) {
    return switch (random.nextInt(8)) {
      case 0 ->
          conv(builder, name, from, new Extent2(random.nextInt(3), random.nextInt(3)), random);
      case 1, 2 -> builder.add(name, pooling(random), from);
      case 3 -> builder.add(name, new Relu(), from);
      case 4 -> builder.add(name, new Lrn(3, 0.5, 0.75, 1), from);
      case 5 -> module(builder, name, from, random);
      case 6 -> builder.add(name, new Softmax(), from);
      default -> builder.conv(name, from, builder.channels(from), 3, 1, new Filler.He());
    };
  }

  private static Op pooling(Random random) {
    Extent2 kernel = new Extent2(2 + random.nextInt(2), 2 + random.nextInt(2));
    Extent2 pad = new Extent2(random.nextInt(2), random.nextInt(2));
    PoolRule rule = random.nextBoolean() ? PoolRule.CEIL : PoolRule.FLOOR;
    // With gaps between windows the ceil rule may ask for a maximum of nothing.
    int most = rule == PoolRule.CEIL ? 2 : 3;
    Extent2 stride = new Extent2(1 + random.nextInt(2), 1 + random.nextInt(most));
    return random.nextBoolean()
        ? new MaxPool2d(kernel, stride, pad, rule)
        : new AvgPool2d(kernel, stride, pad, rule, random.nextBoolean());
  }

  /** Branches of different reach that meet again, as in GoogLeNet. */
  private static String module(GraphBuilder builder, String name, String from, Random random) {
    builder.conv(name + "a", from, 4, 1, 0, new Filler.He());
    builder.conv(name + "b", from, 4, 5, 2, new Filler.He());
    builder.add(name + "c", MaxPool2d.square(3, 1, 1), from);
    return switch (random.nextInt(3)) {
      case 0 -> builder.add(name, new Concat(), name + "a", name + "b", name + "c");
      case 1 -> builder.add(name, Sum.plain(), name + "b", name + "a");
      default -> builder.add(name, new Max(), name + "a", name + "b");
    };
  }

  @Test
  void windowsGiveWhatTheWholeGives() {
    Random random = new Random(21);
    int windowed = 0;
    try (Backend backend = new ReferenceBackend(1)) {
      for (int round = 0; round < ROUNDS; round++) {
        Graph graph = random(random).forInference(List.of("top"));
        Graph run = random.nextBoolean() ? Fusion.rewrite(graph, Set.of("top")) : graph;
        Shape image =
            new Shape(
                1 + random.nextInt(2), CHANNELS, 1 + random.nextInt(40), 1 + random.nextInt(40));
        windowed += compare(run, image, random.nextInt(3) * 20L, round, backend) ? 1 : 0;
      }
    }
    assertThat(windowed).isGreaterThan(ROUNDS / 4);
  }

  /** Whether anything was computed in windows. */
  private static boolean compare(
      Graph graph, Shape image, long framingCost, int seed, Backend backend) {
    Feeds feeds = Feeds.of("data", TinyNets.image(image, seed));
    if (graph.input("depth") != null) {
      feeds = feeds.with("depth", TinyNets.image(image, seed + 1L));
    }
    Map<String, Shape> shapes = feeds.shapes();
    Set<String> top = Set.of("top");
    try (Parameters parameters = new Parameters(graph, backend, false);
        Executor full = Executor.inference(graph, parameters, top, Margin.FULL);
        Executor reach = Executor.inference(graph, parameters, top, Margin.REACH, framingCost)) {
      TinyNets.randomise(parameters, seed);
      try {
        graph.shapes(shapes);
      } catch (ShapeException e) {
        // The image is smaller than this net can take.
        return false;
      }
      full.forward(feeds);
      reach.forward(feeds);
      String what = "round %d, %s, %s".formatted(seed, image, graph.nodes());
      MarginTest.assertEqual(reach.read("top"), full.read("top"), what);
      return Reached.of(graph, shapes, top, framingCost) != null;
    }
  }
}
