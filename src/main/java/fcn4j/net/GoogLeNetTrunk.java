package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.ParameterRule;
import fcn4j.op.Concat;
import fcn4j.op.Conv2d;
import fcn4j.op.Lrn;
import fcn4j.op.MaxPool2d;
import fcn4j.op.Relu;
import java.util.List;

/**
 * Writes the layers of GoogLeNet from conv1/7x7_s2 to inception_5b/output into a graph, under the
 * names of bvlc_googlenet. Its skips are the last modules before pool4 (4e) and pool3 (3b).
 *
 * <p>Source: Szegedy et al., "Going Deeper with Convolutions", table 1; bvlc_googlenet.
 */
public final class GoogLeNetTrunk {
  private static final Lrn NORM = new Lrn(5, 1e-4, 0.75, 1);
  private static final float BIAS = 0.2f;

  private final GraphBuilder builder;
  private final GoogLeNetShape shape;
  private final Filler filler;

  private GoogLeNetTrunk(GraphBuilder builder, GoogLeNetShape shape, Filler filler) {
    this.builder = builder;
    this.shape = shape;
    this.filler = filler;
  }

  /**
   * Adds the layers.
   *
   * @param image an input of the graph
   * @param filler initial weights of all its convolutions
   */
  public static Trunk addTo(
      GraphBuilder builder, GoogLeNetShape shape, String image, Filler filler) {
    GoogLeNetTrunk trunk = new GoogLeNetTrunk(builder, shape, filler);
    String third = trunk.stage(GoogLeNetShape.STAGES.get(0), trunk.stem(image));
    String fourth = trunk.stage(GoogLeNetShape.STAGES.get(1), trunk.pool("pool3/3x3_s2", third));
    String fifth = trunk.stage(GoogLeNetShape.STAGES.get(2), trunk.pool("pool4/3x3_s2", fourth));
    return new Trunk(
        image, fifth, List.of(new Trunk.Skip(fourth, "4e"), new Trunk.Skip(third, "3b")));
  }

  private String stem(String image) {
    Conv2d first = Conv2d.square(builder.channels(image), shape.width(64), 7, 2, shape.inputPad());
    String last = conv("conv1/7x7_s2", "conv1/relu_7x7", image, first);
    last = pool("pool1/3x3_s2", last);
    last = builder.add("pool1/norm1", NORM, last);
    last = conv("conv2/3x3_reduce", "conv2/relu_3x3_reduce", last, 64, 1);
    last = conv("conv2/3x3", "conv2/relu_3x3", last, 192, 3);
    last = builder.add("conv2/norm2", NORM, last);
    return pool("pool2/3x3_s2", last);
  }

  private String stage(List<GoogLeNetShape.Module> modules, String from) {
    String last = from;
    for (GoogLeNetShape.Module module : modules) {
      last = module(module, last);
    }
    return last;
  }

  private String module(GoogLeNetShape.Module module, String from) {
    String prefix = "inception_" + module.name() + "/";
    String one = branch(prefix, "1x1", from, module.one(), 1);
    String threeReduce = branch(prefix, "3x3_reduce", from, module.threeReduce(), 1);
    String three = branch(prefix, "3x3", threeReduce, module.three(), 3);
    String fiveReduce = branch(prefix, "5x5_reduce", from, module.fiveReduce(), 1);
    String five = branch(prefix, "5x5", fiveReduce, module.five(), 5);
    String pooled = builder.add(prefix + "pool", MaxPool2d.square(3, 1, 1), from);
    String projected = branch(prefix, "pool_proj", pooled, module.project(), 1);
    return builder.add(prefix + "output", new Concat(), one, three, five, projected);
  }

  private String branch(String prefix, String name, String from, int channels, int kernel) {
    return conv(prefix + name, prefix + "relu_" + name, from, channels, kernel);
  }

  private String conv(String name, String relu, String from, int channels, int kernel) {
    // Half the window on each side: extents stay.
    int pad = kernel / 2;
    return conv(
        name,
        relu,
        from,
        Conv2d.square(builder.channels(from), shape.width(channels), kernel, 1, pad));
  }

  private String conv(String name, String relu, String from, Conv2d conv) {
    ParameterRule bias = new ParameterRule(new Filler.Constant(BIAS), 2, 0);
    builder.add(name, conv, List.of(ParameterRule.weight(filler), bias), from);
    return builder.add(relu, new Relu(), name);
  }

  private String pool(String name, String from) {
    return builder.add(name, MaxPool2d.square(3, 2, 0), from);
  }
}
