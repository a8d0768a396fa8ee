package fcn4j.testing;

import fcn4j.op.Extent2;
import fcn4j.tensor.Shape;
import fcn4j.weights.Npy;
import fcn4j.weights.NpyArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A case of the golden files: numbers that PyTorch computed in double and rounded once to float.
 *
 * @param id its name
 * @param op what the generator calls the operation
 * @param attributes the operation's parameters
 * @param arrays inputs and outputs by name
 */
public record GoldenCase(String id, String op, JsonNode attributes, Map<String, NpyArray> arrays) {
  private static final String FOLDER = "/golden/";

  /** All cases of the manifest. */
  public static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (JsonNode node : manifest().get("cases")) {
      Map<String, NpyArray> arrays = new HashMap<>();
      for (String kind : List.of("inputs", "outputs")) {
        for (JsonNode array : node.get(kind)) {
          arrays.put(array.get("name").asString(), array(array.get("file").asString()));
        }
      }
      cases.add(
          new GoldenCase(
              node.get("id").asString(), node.get("op").asString(), node.get("attrs"), arrays));
    }
    return cases;
  }

  /** One case. */
  public static GoldenCase named(String id) {
    return all().stream().filter(golden -> golden.id.equals(id)).findFirst().orElseThrow();
  }

  private static JsonNode manifest() {
    try (InputStream stream = open("manifest.json")) {
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NpyArray array(String file) {
    try (InputStream stream = open(file)) {
      return Npy.read(stream, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String file) throws IOException {
    @Nullable InputStream stream = GoldenCase.class.getResourceAsStream(FOLDER + file);
    if (stream == null) {
      throw new IOException("no golden file " + file);
    }
    return stream;
  }

  /** Whether there is an array of this name. */
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /** The values of an array. */
  public double[] values(String name) {
    return array(arrays, name).toDoubles();
  }

  /** The extents of an array. */
  public List<Integer> dims(String name) {
    return array(arrays, name).dims();
  }

  /** The shape of an array of four extents, or of labels (n,h,w). */
  public Shape shape(String name) {
    List<Integer> dims = dims(name);
    return dims.size() == 3
        ? new Shape(dims.get(0), 1, dims.get(1), dims.get(2))
        : new Shape(dims.get(0), dims.get(1), dims.get(2), dims.get(3));
  }

  private static NpyArray array(Map<String, NpyArray> arrays, String name) {
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no array " + name + " among " + arrays.keySet());
    }
    return array;
  }

  /** A whole-numbered attribute. */
  public int whole(String name) {
    return attributes.get(name).asInt();
  }

  /** A real attribute. */
  public double real(String name) {
    return attributes.get(name).asDouble();
  }

  /** An attribute that is true or false. */
  public boolean flag(String name) {
    return attributes.get(name).asBoolean();
  }

  /** An attribute of one number or of two. */
  public Extent2 extent(String name) {
    JsonNode node = attributes.get(name);
    return node.isArray()
        ? new Extent2(node.get(0).asInt(), node.get(1).asInt())
        : Extent2.square(node.asInt());
  }

  @Override
  public String toString() {
    return id;
  }
}
