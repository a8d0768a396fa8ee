package fcn4j.benchmarks.suite;

import fcn4j.benchmarks.ImageSize;
import fcn4j.benchmarks.Layer;
import fcn4j.benchmarks.Layers;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What a benchmark measured, in the words of results.
 *
 * @param name of net, operation, layer or data
 * @param pass of it
 * @param size {@code WIDTHxHEIGHT}
 * @param detail what else distinguishes it
 */
record Subject(String name, String pass, String size, Map<String, String> detail) {
  private static final String TRAINING_STEP = "trainingStep";
  private static final String UPDATE_ALONE = "sgdUpdate";

  /** The subject of a benchmark's run. */
  static Subject of(BenchmarkParams params) {
    String method = Kind.method(params);
    return switch (Kind.of(params)) {
      case NET -> net(method, params);
      case KERNEL -> method.equals(UPDATE_ALONE) ? update(params) : layer(method, params, true);
      case CONVOLUTION -> layer(method, params, false);
      case DATA ->
          new Subject(
              "pictures",
              method,
              params.getParam("size"),
              Map.of("pictures", params.getParam("pictures")));
    };
  }

  private static Subject net(String method, BenchmarkParams params) {
    Map<String, String> detail = new TreeMap<>();
    if (method.equals("predict")) {
      detail.put("configuration", "margin " + params.getParam("margin"));
    }
    String pass = method.equals(TRAINING_STEP) ? "train" : method;
    return new Subject(params.getParam("net"), pass, params.getParam("size"), detail);
  }

  private static Subject update(BenchmarkParams params) {
    String parameters = params.getParam("parameters");
    return new Subject("SgdUpdate", "update", parameters + "x1", Map.of("parameters", parameters));
  }

  private static Subject layer(String method, BenchmarkParams params, boolean withOperation) {
    String net = params.getParam("net");
    String size = params.getParam("size");
    int batch = Integer.parseInt(params.getParam("batch"));
    Layer layer = Layers.find(net, ImageSize.of(size), batch, params.getParam("layer"));
    String place = net + "/" + layer.layerName();
    Map<String, String> detail =
        Map.of(
            "layer",
            layer.name(),
            "operation",
            layer.op().name(),
            "inputs",
            layer.inputs().toString(),
            "output",
            layer.op().output(layer.inputs()).toString());
    String name = withOperation ? layer.op().name() + " " + place : place;
    return new Subject(name, method, size, detail);
  }
}
