package fcn4j.net;

import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.GraphException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The networks by name.
 *
 * <p>{@code fcn32s}, {@code fcn16s}, {@code fcn8s}, {@code fcn8s-atonce}: VGG16 with the paper's
 * heads. With {@code -narrow}: an eighth of the channels, 2.1 million trained values instead of
 * 134; a step on a 240x180 photo takes about 3 thousand million multiply-adds. With {@code -tiny}:
 * five stages of one convolution, 0.27 million trained values, a quarter of that work. With {@code
 * -digits}: three stages, the nets of the demo. {@code vgg16}: the classifier of 224x224 images,
 * {@code vgg16-narrow}, and {@code vgg-digits} for 40x40.
 */
public final class Nets {
  /** The input of images. */
  public static final String IMAGE = "data";

  private static final int VGG_IMAGE_EXTENT = 224;

  /**
   * A net of the registry.
   *
   * @param name for the command line
   * @param description for people
   */
  public record Entry(String name, String description, Function<NetOptions, Graph> builder) {}

  private static final Map<String, Entry> ENTRIES = entries();

  private Nets() {}

  /** All nets in the order in which to list them. */
  public static List<Entry> all() {
    return List.copyOf(ENTRIES.values());
  }

  /** Their names. */
  public static List<String> names() {
    return List.copyOf(ENTRIES.keySet());
  }

  /**
   * Builds a net.
   *
   * @throws GraphException if there is none with this name; the message lists those that there are
   */
  public static Graph build(String name, NetOptions options) {
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      throw new GraphException(
          "there is no net '%s'; there are %s".formatted(name, String.join(", ", names())));
    }
    return entry.builder.apply(options);
  }

  /** Builds a net with the defaults of {@link NetOptions#of}. */
  public static Graph build(String name, int classes) {
    return build(name, NetOptions.of(classes));
  }

  /** Builds an FCN on a VGG-shaped trunk of any measures. */
  public static Graph fcn(String name, VggShape shape, FcnVariant variant, NetOptions options) {
    GraphBuilder builder = new GraphBuilder(name);
    String image = builder.input(IMAGE, shape.inputChannels());
    Trunk trunk = VggTrunk.addTo(builder, shape, image, options.filler());
    new FcnHead(variant, options.classes(), options.upsampling(), options.loss())
        .addTo(builder, trunk);
    return builder.build();
  }

  /** Builds a classifier of square images on a VGG-shaped trunk of any measures. */
  public static Graph classifier(String name, VggShape shape, int imageExtent, NetOptions options) {
    return new VggClassifier(shape, imageExtent, options.classes(), options.loss())
        .graph(name, options.filler());
  }

  private static Map<String, Entry> entries() {
    Map<String, Entry> entries = new LinkedHashMap<>();
    addFcns(entries, "", "VGG16", VggShape.vgg16());
    addFcns(entries, "-narrow", "VGG16 with an eighth of its channels", VggShape.narrow());
    addFcns(entries, "-tiny", "five stages of one convolution", VggShape.tiny());
    addFcns(entries, "-digits", "three stages (strides 8, 4, 2)", VggShape.digits());
    addClassifier(entries, "vgg16", "VGG16", VggShape.vgg16(), VGG_IMAGE_EXTENT);
    addClassifier(
        entries,
        "vgg16-narrow",
        "VGG16 with an eighth of its channels",
        VggShape.narrow(),
        VGG_IMAGE_EXTENT);
    addClassifier(
        entries, "vgg-digits", "three stages", VggShape.digits(), VggShape.DIGITS_IMAGE_EXTENT);
    return entries;
  }

  private static void addFcns(
      Map<String, Entry> entries, String suffix, String trunk, VggShape shape) {
    for (FcnVariant variant : FcnVariant.values()) {
      String name = variant.netName() + suffix;
      String description = "fully convolutional, %s, %s".formatted(trunk, variant.description());
      entries.put(
          name, new Entry(name, description, options -> fcn(name, shape, variant, options)));
    }
  }

  private static void addClassifier(
      Map<String, Entry> entries, String name, String trunk, VggShape shape, int extent) {
    VggShape padded = shape.withInputPad(1);
    String description = "classifier of %dx%d images, %s".formatted(extent, extent, trunk);
    entries.put(
        name, new Entry(name, description, options -> classifier(name, padded, extent, options)));
  }
}
