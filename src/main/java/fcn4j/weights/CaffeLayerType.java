package fcn4j.weights;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of layer types: the numbers of Caffe's old form as the names of its current one. */
final class CaffeLayerType {
  static final String CONVOLUTION = "Convolution";
  static final String DECONVOLUTION = "Deconvolution";
  static final String INNER_PRODUCT = "InnerProduct";
  static final String SCALE = "Scale";

  /** Source: Caffe's {@code UpgradeV1LayerType}. */
  private static final String[] OF_OLD_NUMBERS = {
    "",
    "Accuracy",
    "BNLL",
    "Concat",
    CONVOLUTION,
    "Data",
    "Dropout",
    "EuclideanLoss",
    "Flatten",
    "HDF5Data",
    "HDF5Output",
    "Im2col",
    "ImageData",
    "InfogainLoss",
    INNER_PRODUCT,
    "LRN",
    "MultinomialLogisticLoss",
    "Pooling",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "SoftmaxWithLoss",
    "Split",
    "TanH",
    "WindowData",
    "Eltwise",
    "Power",
    "SigmoidCrossEntropyLoss",
    "HingeLoss",
    "MemoryData",
    "ArgMax",
    "Threshold",
    "DummyData",
    "Slice",
    "MVN",
    "AbsVal",
    "Silence",
    "ContrastiveLoss",
    "Exp",
    DECONVOLUTION
  };

  /** Source: Caffe's {@code UpgradeV0LayerType}, for the types that hold weights. */
  private static final Map<String, String> OF_OLDEST_NAMES = oldest();

  private CaffeLayerType() {}

  private static Map<String, String> oldest() {
    Map<String, String> names = new HashMap<>();
    for (String name : OF_OLD_NUMBERS) {
      names.put(name.toLowerCase(Locale.ROOT), name);
    }
    names.put("conv", CONVOLUTION);
    names.put("deconv", DECONVOLUTION);
    names.put("innerproduct", INNER_PRODUCT);
    names.put("pool", "Pooling");
    return Map.copyOf(names);
  }

  /**
   * The name of the type with a number of the {@code layers} form; the number itself if unknown.
   */
  static String ofOldNumber(long number) {
    return number >= 0 && number < OF_OLD_NUMBERS.length
        ? OF_OLD_NUMBERS[(int) number]
        : Long.toString(number);
  }

  /** The name of the type that the oldest form calls so, such as {@code conv}. */
  static String ofOldestName(String name) {
    return OF_OLDEST_NAMES.getOrDefault(name, name);
  }
}
