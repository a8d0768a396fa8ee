package fcn4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.net.TinyNets;
import fcn4j.op.Backend;
import fcn4j.op.Concat;
import fcn4j.op.Dropout;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Max;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Op;
import fcn4j.op.Relu;
import fcn4j.op.Softmax;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Sum;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random nets, with branches and in-place operations wherever chance puts them: sharing memory and
 * fusing must not change anything.
 */
class RandomGraphsTest {
  private static final int ROUNDS = 60;
  private static final int CHANNELS = 3;

  private static Graph random(Random random) {
    GraphBuilder builder = new GraphBuilder("random");
    List<String> tensors = new ArrayList<>(List.of(builder.input("data", CHANNELS)));
    builder.input("label", 1, ElementType.UINT8);
    int count = 4 + random.nextInt(16);
    for (int i = 0; i < count; i++) {
      tensors.add(addRandom(builder, "n" + i, tensors, random));
    }
    int losses = 1 + random.nextInt(2);
    for (int i = 0; i < losses; i++) {
      String from = i == 0 ? tensors.getLast() : pick(tensors, random);
      builder.conv("score" + i, from, TinyNets.CLASSES, 1, 0, new Filler.Gaussian(0.5));
      SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.VALID);
      builder.add("loss" + i, loss, "score" + i, "label");
    }
    return builder.build();
  }

  // Recent tensors are likelier, so that nets become deep; each may be read many times.
  private static String pick(List<String> tensors, Random random) {
    int back = Math.min(tensors.size() - 1, (int) Math.abs(random.nextGaussian() * 2));
    return tensors.get(tensors.size() - 1 - back);
  }

  private static String addRandom(
      GraphBuilder builder, String name, List<String> tensors, Random random) {
    String from = pick(tensors, random);
    return switch (random.nextInt(9)) {
      case 0, 1 -> builder.conv(name, from, CHANNELS, 3, 1, new Filler.He());
      case 2, 3 -> builder.add(name, new Relu(), from);
      case 4 -> builder.add(name, new Dropout(0.25, tensors.size()), from);
      case 5 -> builder.add(name, joining(random), from, pick(tensors, random));
      case 6 -> {
        builder.add(name + "c", new Concat(), from, pick(tensors, random));
        yield builder.conv(name, name + "c", CHANNELS, 1, 0, new Filler.He());
      }
      case 7 -> builder.add(name, MaxPool2d.square(3, 1, 1), from);
      default ->
          random.nextBoolean()
              ? builder.scale(name, from, 0.75f)
              : builder.add(name, new Softmax(), from);
    };
  }

  private static Op joining(Random random) {
    return random.nextBoolean() ? new Max() : new Sum(List.of(0.5f, 1.5f));
  }

  @Test
  void sharingMemoryAndFusingChangeNothing() {
    Random random = new Random(20);
    int shared = 0;
    try (Backend backend = new ReferenceBackend(1)) {
      for (int round = 0; round < ROUNDS; round++) {
        Graph graph = random(random).forTraining(Set.of());
        Shape image = new Shape(1 + random.nextInt(2), 3, 4, 5);
        Set<String> all = graph.nodes().stream().map(Node::name).collect(Collectors.toSet());
        Trial keeping = Trial.of(graph, backend, image, all);
        assertEqual(Trial.of(graph, backend, image, Set.of()), keeping, graph);
        assertEqual(
            Trial.of(Fusion.rewrite(graph, Set.of()), backend, image, Set.of()), keeping, graph);
        shared += graph.nodes().stream().anyMatch(n -> n.op().inPlace()) ? 1 : 0;
      }
    }
    assertThat(shared).isGreaterThan(ROUNDS / 2);
  }

  private static void assertEqual(Trial actual, Trial expected, Graph graph) {
    String what = graph.nodes().toString();
    assertThat(actual.loss()).as(what).isEqualTo(expected.loss(), offset(1e-6));
    assertThat(actual.gradients().keySet()).isEqualTo(expected.gradients().keySet());
    expected
        .gradients()
        .forEach((name, values) -> {
          float[] others = actual.gradients().get(name);
          for (int i = 0; i < values.length; i++) {
            assertThat(others[i])
                .as("gradient of %s, element %d in %s", name, i, what)
                .isEqualTo(values[i], offset(1e-6f + 1e-5f * Math.abs(values[i])));
          }
        });
  }
}
