package fcn4j.weights;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the layers and weights of a {@code NetParameter}, in the current form ({@code layer}), the
 * old one ({@code layers}), or the oldest (a layer within {@code layers}).
 *
 * <p>Source of the fields: Caffe's {@code caffe.proto}.
 */
final class CaffeNetParser {
  static final int NAME = 1;
  static final int OLD_LAYERS = 2;
  static final int LAYER = 100;
  static final int BLOBS = 7;

  private final String origin;
  private final CaffeContent content;

  private CaffeNetParser(String origin) {
    this.origin = origin;
    this.content = new CaffeContent(origin);
  }

  /** Numbers of the fields of one form of a layer. */
  private record Form(int name, int type, int bottom, int top, int blobs) {
    static final Form CURRENT = new Form(1, 2, 3, 4, BLOBS);
    static final Form OLD = new Form(4, 5, 2, 3, 6);
    static final Form OLDEST = new Form(1, 2, -1, -1, 50);
    static final int OLDEST_IN_OLD = 1;
  }

  /** A layer while it is read. */
  private static final class Layer {
    String name = "";
    String type = "";
    final List<String> bottoms = new ArrayList<>();
    final List<String> tops = new ArrayList<>();
    final List<CaffeBlob> blobs = new ArrayList<>();
  }

  /**
   * Reads all but the values.
   *
   * @throws WeightFileException if it is damaged, has layers of both forms, or no layer
   */
  static CaffeContent parse(ProtoMessage net, String origin) {
    CaffeNetParser parser = new CaffeNetParser(origin);
    boolean old = false;
    boolean current = false;
    while (net.next()) {
      if (net.isBytes(NAME)) {
        parser.content.metadata.put(CaffeMetadata.NET, net.text());
      } else if (net.isBytes(OLD_LAYERS)) {
        old = true;
        parser.addLayer(net.message(), Form.OLD);
      } else if (net.isBytes(LAYER)) {
        current = true;
        parser.addLayer(net.message(), Form.CURRENT);
      }
      if (old && current) {
        throw new WeightFileException(
            origin
                + " has layers of the old form and of the current one, which Caffe refuses; save it with one Caffe");
      }
    }
    if (!old && !current) {
      throw new WeightFileException(origin + " has no layers; check that it is a .caffemodel");
    }
    return parser.content;
  }

  private void addLayer(ProtoMessage message, Form form) {
    content.countItem();
    Layer layer = new Layer();
    read(message, form, layer);
    if (layer.name.isEmpty() && !layer.blobs.isEmpty()) {
      throw new WeightFileException(
          "%s: layer %d has weights, but no name; name it in the net's definition and save it again"
              .formatted(origin, content.layers.size() + 1));
    }
    List<WeightEntry> arrays = new ArrayList<>();
    for (int i = 0; i < layer.blobs.size(); i++) {
      CaffeBlob blob = layer.blobs.get(i);
      List<Integer> dims = blob.legacy() ? natural(layer.type, i, blob.dims()) : blob.dims();
      arrays.add(content.add(ArrayNames.of(layer.name, i), dims, blob));
    }
    if (!layer.type.isEmpty() && !arrays.isEmpty()) {
      content.metadata.put(CaffeMetadata.LAYER_TYPE + layer.name, layer.type);
    }
    content.layers.add(new CaffeLayer(layer.name, layer.type, layer.bottoms, layer.tops, arrays));
  }

  private void read(ProtoMessage message, Form form, Layer layer) {
    while (message.next()) {
      if (message.isBytes(form.name)) {
        layer.name = message.text();
      } else if (message.isBytes(form.bottom)) {
        content.countItem();
        layer.bottoms.add(message.text());
      } else if (message.isBytes(form.top)) {
        content.countItem();
        layer.tops.add(message.text());
      } else if (message.isBytes(form.type)) {
        String type = message.text();
        layer.type = form == Form.OLDEST ? CaffeLayerType.ofOldestName(type) : type;
      } else if (form == Form.OLD && message.isNumber(form.type)) {
        layer.type = CaffeLayerType.ofOldNumber(message.number());
      } else if (message.isBytes(form.blobs)) {
        content.countItem();
        String what = "array %d of layer '%s'".formatted(layer.blobs.size(), layer.name);
        layer.blobs.add(CaffeBlobParser.parse(message.message(), origin, what));
      } else if (form == Form.OLD && message.isBytes(Form.OLDEST_IN_OLD)) {
        read(message.message(), Form.OLDEST, layer);
      }
    }
  }

  /**
   * The extents that Caffe's layers have today for an array that was stored with four: a bias of
   * (1,1,1,N) has N, weights of a fully connected layer of (1,1,M,N) have M and N.
   */
  private static List<Integer> natural(String type, int index, List<Integer> dims) {
    boolean convolution =
        type.equals(CaffeLayerType.CONVOLUTION) || type.equals(CaffeLayerType.DECONVOLUTION);
    if (index == 0 && convolution) {
      return dims;
    }
    boolean matrix = index == 0 && type.equals(CaffeLayerType.INNER_PRODUCT);
    int ones = matrix ? 2 : 3;
    boolean spare = dims.subList(0, ones).stream().allMatch(dim -> dim == 1);
    return spare ? dims.subList(ones, dims.size()) : dims;
  }
}
