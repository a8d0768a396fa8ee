package fcn4j.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import fcn4j.benchmarks.ImageSize;
import fcn4j.net.Nets;
import fcn4j.tensor.HostTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime's side, on its default processor provider; forward only. */
final class OnnxSide implements Side {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final OnnxTensor image;
  private OrtSession.@Nullable Result scores;

  /**
   * Opens a model.
   *
   * @throws IOException if the material can't be read
   * @throws OrtException if ONNX Runtime refuses the model
   */
  OnnxSide(Material material, ImageSize size, int threads) throws IOException, OrtException {
    HostTensor values = material.image(size);
    long[] shape = {1, values.shape().c(), size.height(), size.width()};
    image = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values.data()), shape);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(material.model().toString(), options);
    }
  }

  @Override
  public void run() {
    if (scores != null) {
      scores.close();
    }
    try {
      scores = session.run(Map.<String, OnnxTensorLike>of(Nets.IMAGE, image));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void save(Path folder) throws IOException {
    if (scores != null && scores.get(0) instanceof OnnxTensor tensor) {
      FloatBuffer buffer = tensor.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      FloatFile.write(folder.resolve(Agreement.SCORES), values);
    }
  }

  @Override
  public void close() {
    if (scores != null) {
      scores.close();
    }
    image.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Serves: {@code MATERIAL WIDTHxHEIGHT THREADS}.
   *
   * @throws IOException if standard input or output break
   */
  public static void main(String[] args) throws IOException {
    Material material = new Material(Path.of(args[0]));
    ImageSize size = ImageSize.of(args[1]);
    int threads = Integer.parseInt(args[2]);
    String version = "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
    SideLoop.serve(version, (pass, key) -> open(material, size, threads));
  }

  private static Side open(Material material, ImageSize size, int threads) throws IOException {
    try {
      return new OnnxSide(material, size, threads);
    } catch (OrtException e) {
      throw new PeerException("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }
}
