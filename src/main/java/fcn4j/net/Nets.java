package fcn4j.net;

import fcn4j.graph.Graph;
import fcn4j.graph.GraphBuilder;
import fcn4j.graph.GraphException;
import java.util.ArrayList;
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
 *
 * <p>{@code fcn-alexnet}: CaffeNet with the reference's head; {@code fcn-googlenet-32s}, {@code
 * -16s}, {@code -8s}: GoogLeNet with its own padding, for images of 31x31 pixels and more; with
 * {@code -pad100}: with the reference's margin, for images of every size. {@code caffenet}, {@code
 * alexnet}, {@code googlenet}, {@code lenet}: classifiers.
 */
public final class Nets {
  /** The input of images. */
  public static final String IMAGE = "data";

  private static final int VGG_IMAGE_EXTENT = 224;
  private static final int VOC_CLASSES = 21;

  /** Classes of the ImageNet classifiers. */
  public static final int IMAGENET_CLASSES = 1000;

  // The ten digits and the background.
  private static final int DIGIT_CLASSES = 11;

  /**
   * A net of the registry.
   *
   * @param name for the command line
   * @param description for people
   * @param inputChannels channels of the images
   * @param imageExtent side of the images that a classifier takes; 0 for an FCN, which takes any
   * @param classes the usual number of classes: of PASCAL VOC for an FCN, of ImageNet
   */
  public record Entry(
      String name,
      String description,
      int inputChannels,
      int imageExtent,
      int classes,
      Function<NetOptions, Graph> builder) {

    /** Whether it classifies whole images. */
    public boolean classifier() {
      return imageExtent > 0;
    }

    private Entry withClasses(int other) {
      return new Entry(name, description, inputChannels, imageExtent, other, builder);
    }

    static Entry fcn(String name, String trunk, Function<NetOptions, Graph> builder) {
      return new Entry(name, "fully convolutional, " + trunk, 3, 0, VOC_CLASSES, builder);
    }

    static Entry imageNet(
        String name, String trunk, int extent, Function<NetOptions, Graph> builder) {
      String description = "classifier of %dx%d images, %s".formatted(extent, extent, trunk);
      return new Entry(name, description, 3, extent, IMAGENET_CLASSES, builder);
    }
  }

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
    return entry(name).builder.apply(options);
  }

  /**
   * What is known of a net before it is built.
   *
   * @throws GraphException if there is none with this name; the message lists those that there are
   */
  public static Entry entry(String name) {
    Entry entry = ENTRIES.get(name);
    if (entry == null) {
      throw new GraphException(
          "there is no net '%s'; there are %s".formatted(name, String.join(", ", names())));
    }
    return entry;
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
    FcnHead.of(variant, options).addTo(builder, trunk);
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
    List<Entry> others = new ArrayList<>();
    others.addAll(AlexNets.entries());
    others.addAll(GoogLeNets.entries());
    others.add(vggClassifier("vgg16", "VGG16", VggShape.vgg16(), VGG_IMAGE_EXTENT));
    others.add(
        vggClassifier(
            "vgg16-narrow",
            "VGG16 with an eighth of its channels",
            VggShape.narrow(),
            VGG_IMAGE_EXTENT));
    others.add(
        vggClassifier("vgg-digits", "three stages", VggShape.digits(), VggShape.DIGITS_IMAGE_EXTENT)
            .withClasses(DIGIT_CLASSES));
    others.addAll(LeNets.entries());
    others.forEach(entry -> entries.put(entry.name(), entry));
    return entries;
  }

  private static void addFcns(
      Map<String, Entry> entries, String suffix, String trunk, VggShape shape) {
    for (FcnVariant variant : FcnVariant.values()) {
      String name = variant.netName() + suffix;
      String description = "%s, %s".formatted(trunk, variant.description());
      entries.put(
          name, Entry.fcn(name, description, options -> fcn(name, shape, variant, options)));
    }
  }

  private static Entry vggClassifier(String name, String trunk, VggShape shape, int extent) {
    VggShape padded = shape.withInputPad(1);
    return Entry.imageNet(
        name, trunk, extent, options -> classifier(name, padded, extent, options));
  }
}
