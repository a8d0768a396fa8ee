package fcn4j.net;

import fcn4j.graph.Filler;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.GraphException;
import fcn4j.graph.ParameterRule;
import fcn4j.op.ArgMax;
import fcn4j.op.CoordinateMap;
import fcn4j.op.Deconv2d;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Rational;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.Sum;
import fcn4j.tensor.ElementType;
import java.util.ArrayList;
import java.util.List;

/**
 * The head that makes a trunk fully convolutional: scores, upsampling, skips, crop, loss and
 * prediction, with the reference's names.
 *
 * <p>For a trunk of five stages, 8s: score_fr, upscore2, score_pool4, score_pool4c, fuse_pool4,
 * upscore_pool4, score_pool3, score_pool3c, fuse_pool3, upscore8, score, loss, prediction. With S
 * stages the skips come from pool(S-1) and pool(S-2), and the final upsampling carries its stride
 * in its name, unless it is the only one or that name is taken: then it is {@code upscore}. Where
 * the upsampled scores cover the skip, as in GoogLeNet, they are cropped instead: upscore2c.
 *
 * <p>The graph gets an input {@code label} (N,1,H,W) of bytes and, with a masked loss, an input
 * {@code mask} of the same extents. Score layers start at zero. Source: the paper, section 4.2; the
 * reference's net definitions.
 *
 * @param variant which skips
 * @param classes number of score channels
 * @param upsampling which deconvolutions are learned
 * @param loss the loss
 */
public record FcnHead(FcnVariant variant, int classes, Upsampling upsampling, SoftmaxLoss loss) {
  /** The input of labels. */
  public static final String LABEL = "label";

  /** The input that says which pixels count, if the loss is masked. */
  public static final String MASK = "mask";

  /** The node of full-size scores. */
  public static final String SCORE = "score";

  /** The node of the loss. */
  public static final String LOSS = "loss";

  /** The node of predicted classes, (N,1,H,W) bytes. */
  public static final String PREDICTION = "prediction";

  private static final String FIRST_UPSAMPLING = "upscore2";
  private static final float[] SKIP_SCALES = {0.01f, 0.0001f};

  /**
   * Checks the number of classes.
   *
   * @throws GraphException if it is not in 1..255
   */
  public FcnHead {
    if (classes < 1 || classes > SoftmaxLoss.IGNORE_LABEL) {
      throw new GraphException("the number of classes must be in 1..255, got " + classes);
    }
  }

  /** The reference's head: fixed upsampling, loss summed over an image's pixels. */
  public static FcnHead reference(FcnVariant variant, int classes) {
    SoftmaxLoss loss = SoftmaxLoss.plain(LossNormalisation.BATCH_SIZE);
    return new FcnHead(variant, classes, Upsampling.FIXED, loss);
  }

  /** The head that a net's options ask for. */
  static FcnHead of(FcnVariant variant, NetOptions options) {
    return new FcnHead(variant, options.classes(), options.upsampling(), options.loss());
  }

  /**
   * Adds the head's nodes to a graph that has the trunk.
   *
   * @throws GraphException if the trunk has too few features for the skips, or its padding makes a
   *     crop impossible
   */
  public void addTo(GraphBuilder builder, Trunk trunk) {
    String scores = scoreLayer(builder, "score_fr", trunk.top());
    for (int i = 0; i < variant.skips(); i++) {
      scores = fuseSkip(builder, scores, i, trunk);
    }
    int stride = stride(builder, scores);
    boolean only = variant.skips() == 0;
    boolean taken = ("upscore" + stride).equals(FIRST_UPSAMPLING);
    String full = only || taken ? "upscore" : "upscore" + stride;
    boolean learned = upsampling == Upsampling.ALL_LEARNED;
    upsample(
        builder, full, scores, kernel(builder, scores, stride, trunk.image()), stride, learned);
    builder.crop(SCORE, full, trunk.image());
    addLoss(builder);
    builder.add(PREDICTION, new ArgMax(), SCORE);
  }

  private String fuseSkip(GraphBuilder builder, String coarse, int number, Trunk trunk) {
    if (number >= trunk.skips().size()) {
      throw new GraphException(
          "%s needs %d skips, the trunk has features for %s"
              .formatted(
                  variant.netName(),
                  variant.skips(),
                  trunk.skips().stream().map(Trunk.Skip::label).toList()));
    }
    Trunk.Skip skip = trunk.skips().get(number);
    String upsampled =
        number == 0 ? FIRST_UPSAMPLING : "upscore_" + trunk.skips().get(number - 1).label();
    int kernel = kernel(builder, coarse, 2, skip.node());
    upsample(builder, upsampled, coarse, kernel, 2, upsampling != Upsampling.FIXED);
    String features = skip.node();
    if (variant.scaledSkips()) {
      features = builder.scale("scale_" + skip.label(), features, SKIP_SCALES[number]);
    }
    String scored = scoreLayer(builder, "score_" + skip.label(), features);
    return fuse(builder, "fuse_" + skip.label(), upsampled, scored);
  }

  /** Sums both after the one that begins further out was cropped to the other. */
  private static String fuse(GraphBuilder builder, String name, String upsampled, String scored) {
    Rational lead =
        builder.coordinates(scored).h().shift().minus(builder.coordinates(upsampled).h().shift());
    if (lead.numerator() > 0) {
      String cropped = builder.crop(scored + "c", scored, upsampled);
      return builder.add(name, Sum.plain(), upsampled, cropped);
    }
    // A trunk whose windows all are padded: the upsampled scores cover the skip.
    String cropped = builder.crop(upsampled + "c", upsampled, scored);
    return builder.add(name, Sum.plain(), cropped, scored);
  }

  private String scoreLayer(GraphBuilder builder, String name, String from) {
    return builder.conv(name, from, classes, 1, 0, new Filler.Constant(0));
  }

  private void upsample(
      GraphBuilder builder, String name, String from, int kernel, int stride, boolean learned) {
    Filler bilinear = new Filler.Bilinear(true);
    if (learned) {
      Deconv2d dense = Deconv2d.dense(classes, classes, kernel, stride);
      builder.add(name, dense, List.of(ParameterRule.weight(bilinear)), from);
    } else {
      Deconv2d diagonal = Deconv2d.diagonal(classes, kernel, stride);
      builder.add(name, diagonal, List.of(ParameterRule.frozen(bilinear)), from);
    }
  }

  private void addLoss(GraphBuilder builder) {
    List<String> from = new ArrayList<>(List.of(SCORE));
    from.add(builder.input(LABEL, 1, ElementType.UINT8));
    if (loss.masked()) {
      from.add(builder.input(MASK, 1, ElementType.UINT8));
    }
    builder.add(LOSS, loss, from.toArray(String[]::new));
  }

  private static int stride(GraphBuilder builder, String scores) {
    return Math.toIntExact(builder.coordinates(scores).h().scale().denominator());
  }

  /**
   * Twice the stride, the kernel of bilinear interpolation; one less where that puts the target's
   * pixels half-way between those of the upsampled scores (AlexNet: 63; GoogLeNet: 3, 15, 31, 63).
   */
  private static int kernel(GraphBuilder builder, String scores, int stride, String target) {
    CoordinateMap upsampled =
        builder.coordinates(scores).then(Deconv2d.diagonal(1, 2 * stride, stride).coordinates());
    Rational lead = upsampled.h().shift().minus(builder.coordinates(target).h().shift());
    return lead.isInteger() ? 2 * stride : 2 * stride - 1;
  }
}
