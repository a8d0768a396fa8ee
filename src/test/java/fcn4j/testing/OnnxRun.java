package fcn4j.testing;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import fcn4j.tensor.HostTensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** Runs a model in ONNX Runtime. */
public final class OnnxRun implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /** Loads a model; fails with the runtime's own message. */
  public OnnxRun(Path model) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(model.toString(), options);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  /** An output as it comes: floats, or bytes. */
  public record Output(long[] shape, float[] floats, byte[] bytes) {}

  /** One output for one image. */
  public Output run(String input, HostTensor image, String output) {
    long[] shape = {image.shape().n(), image.shape().c(), image.shape().h(), image.shape().w()};
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(image.data()), shape);
        OrtSession.Result result =
            session.run(Map.<String, OnnxTensorLike>of(input, tensor), java.util.Set.of(output))) {
      OnnxValue value = result.get(0);
      OnnxTensor found = (OnnxTensor) value;
      TensorInfo info = found.getInfo();
      return switch (info.type) {
        case FLOAT -> new Output(info.getShape(), found.getFloatBuffer().array(), new byte[0]);
        case UINT8 -> new Output(info.getShape(), new float[0], bytes(found.getByteBuffer()));
        default -> throw new AssertionError("output of type " + info.type);
      };
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }
}
