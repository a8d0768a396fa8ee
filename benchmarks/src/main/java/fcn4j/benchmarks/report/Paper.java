package fcn4j.benchmarks.report;

import java.util.List;

/**
 * What the paper says of forward passes: with Caffe, of one image of 500x500 pixels, the mean of 20
 * trials on an NVIDIA Tesla K40c.
 *
 * <p>Source: Long, Shelhamer, Darrell, "Fully Convolutional Networks for Semantic Segmentation",
 * CVPR 2015: Table 1 for the nets of stride 32, Table 3 for FCN-8s ("about 175 ms").
 *
 * @param name the net in the paper
 * @param net ours of the same layers
 * @param millis of a forward pass
 * @param table of the paper
 */
record Paper(String name, String net, double millis, int table) {
  static final String DEVICE = "Tesla K40c";
  static final int SIDE = 500;

  static final List<Paper> TIMES =
      List.of(
          new Paper("FCN-AlexNet", "fcn-alexnet", 50, 1),
          new Paper("FCN-VGG16", "fcn32s", 210, 1),
          new Paper("FCN-GoogLeNet", "fcn-googlenet-32s", 59, 1),
          new Paper("FCN-8s", "fcn8s", 175, 3));
}
