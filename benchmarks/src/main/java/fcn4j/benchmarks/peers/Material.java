package fcn4j.benchmarks.peers;

import fcn4j.benchmarks.ImageSize;
import fcn4j.benchmarks.RandomValues;
import fcn4j.graph.Filler;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnHead;
import fcn4j.net.Nets;
import fcn4j.net.OnnxExport;
import fcn4j.net.WeightSource;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import fcn4j.weights.FloatType;
import fcn4j.weights.OnnxWriter;
import fcn4j.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all sides are given: random weights, as safetensors and as an ONNX model, an image and
 * labels. All follow from a fixed seed.
 *
 * @param folder where the files are
 */
record Material(Path folder) {
  /** The number of classes of PASCAL VOC, background included. */
  static final int CLASSES = 21;

  private static final long SEED = 1;
  private static final int IGNORED_EVERY = 20;
  private static final byte IGNORE_LABEL = (byte) 255;

  // So that scores are of the size of 1, and the zeros around the image become something.
  private static final Filler SCORES = new Filler.Gaussian(0.01);
  private static final Filler BIASES = new Filler.Gaussian(0.05);

  Path weights() {
    return folder.resolve("weights.safetensors");
  }

  Path model() {
    return folder.resolve("net.onnx");
  }

  private Path imageFile() {
    return folder.resolve("image.f32");
  }

  private Path labelFile() {
    return folder.resolve("labels.u8");
  }

  /**
   * Writes all of it.
   *
   * @param model whether the ONNX model is wanted too
   * @throws IOException if a file can't be written
   */
  void write(String net, ImageSize size, boolean model) throws IOException {
    Shape image = size.shape(1, 3);
    FloatFile.write(imageFile(), RandomValues.floats(image, SEED).data());
    byte[] labels = RandomValues.labels(image.withChannels(1), CLASSES, SEED).data();
    for (int i = 0; i < labels.length; i += IGNORED_EVERY) {
      labels[i] = IGNORE_LABEL;
    }
    Files.write(labelFile(), labels);
    Graph graph = Nets.build(net, CLASSES);
    try (Backend backend = new ReferenceBackend(1);
        Parameters parameters = new Parameters(graph, backend, false)) {
      fill(parameters);
      WeightSource source = WeightSource.of(net, parameters);
      SafetensorsWriter.write(
          weights(), source.entries(), source.reader(), Map.of(), FloatType.FLOAT32);
      if (model) {
        new OnnxExport(graph, parameters, List.of(FcnHead.SCORE))
            .write(
                model(),
                Optional.of(new OnnxExport.Extents(size.height(), size.width())),
                Map.of(),
                OnnxWriter.MOST_INLINE_BYTES);
      }
    }
  }

  private static void fill(Parameters parameters) {
    parameters.initialise(SEED);
    for (Parameter parameter : parameters.all()) {
      String name = parameter.name();
      boolean bias = name.endsWith(".bias");
      if (bias || name.startsWith("score_")) {
        parameters.set(name, (bias ? BIASES : SCORES).fill(name, parameter.spec(), SEED));
      }
    }
  }

  /**
   * The image.
   *
   * @throws IOException if there is none
   */
  HostTensor image(ImageSize size) throws IOException {
    return new HostTensor(size.shape(1, 3), FloatFile.read(imageFile()));
  }

  /**
   * The class of every pixel.
   *
   * @throws IOException if there are none
   */
  ByteTensor labels(ImageSize size) throws IOException {
    return new ByteTensor(size.shape(1, 1), Files.readAllBytes(labelFile()));
  }
}
