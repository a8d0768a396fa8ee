package fcn4j.graph;

import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values for a graph's inputs by name. */
public final class Feeds {
  private final Map<String, HostTensor> floats = new LinkedHashMap<>();
  private final Map<String, ByteTensor> bytes = new LinkedHashMap<>();

  /** Feeds an image-like input. */
  public static Feeds of(String input, HostTensor value) {
    return new Feeds().with(input, value);
  }

  /** Adds a float input; returns this. */
  public Feeds with(String input, HostTensor value) {
    floats.put(input, value);
    return this;
  }

  /** Adds an input of bytes, for example labels; returns this. */
  public Feeds with(String input, ByteTensor value) {
    bytes.put(input, value);
    return this;
  }

  Map<String, HostTensor> floats() {
    return floats;
  }

  Map<String, ByteTensor> bytes() {
    return bytes;
  }

  /** The shapes of all values. */
  Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    floats.forEach((name, value) -> shapes.put(name, value.shape()));
    bytes.forEach((name, value) -> shapes.put(name, value.shape()));
    return shapes;
  }
}
