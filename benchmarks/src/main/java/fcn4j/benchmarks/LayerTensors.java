package fcn4j.benchmarks;

import fcn4j.graph.Parameter;
import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.Memory;
import fcn4j.op.OpArgs;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the tensors of one call of a layer lie, one behind the other; and their values. */
final class LayerTensors {
  private final Backend backend;
  private final Layer layer;
  private final List<@Nullable Place> inputs = new ArrayList<>();
  private final List<@Nullable Place> dInputs = new ArrayList<>();
  private final List<Place> parameters = new ArrayList<>();
  private final List<@Nullable Place> dParameters = new ArrayList<>();
  private final Place output;
  private final @Nullable Place dOutput;
  private final @Nullable Place saved;
  private long bytes;

  private record Place(long offsetBytes, Shape shape, ElementType type) {
    View in(Memory memory, long firstByte) {
      return new View(memory, firstByte + offsetBytes, shape, type);
    }
  }

  /**
   * Lays them out.
   *
   * @param gradients whether there will be a backward pass
   */
  LayerTensors(Backend backend, Layer layer, BoundOp bound, boolean gradients) {
    this.backend = backend;
    this.layer = layer;
    for (int i = 0; i < layer.inputs().size(); i++) {
      Shape shape = layer.inputs().get(i);
      boolean read = layer.op().readsValues(i);
      inputs.add(read ? place(shape, LayerValues.type(layer, i)) : null);
      dInputs.add(gradients && layer.hasGradient(i) ? floats(shape) : null);
    }
    for (Parameter parameter : layer.node().parameters()) {
      Shape shape = new Shape(1, 1, 1, Math.toIntExact(parameter.spec().count()));
      parameters.add(floats(shape));
      dParameters.add(gradients && parameter.trainable() ? floats(shape) : null);
    }
    Shape out = layer.op().output(layer.inputs());
    output = place(out, layer.op().outputType());
    dOutput = gradients && !layer.op().isLoss() ? floats(out) : null;
    saved = bound.savedBytes() == 0 ? null : place(bound.savedBytes());
  }

  private Place floats(Shape shape) {
    return place(shape, ElementType.FLOAT32);
  }

  private Place place(Shape shape, ElementType type) {
    return place(backend.bytes(type, shape.count()), shape, type);
  }

  private Place place(long size) {
    return place(size, Shape.scalar(), ElementType.UINT8);
  }

  private Place place(long size, Shape shape, ElementType type) {
    Place place = new Place(bytes, shape, type);
    bytes += Math.ceilDiv(size, backend.alignmentBytes()) * backend.alignmentBytes();
    return place;
  }

  /** Bytes of them all. */
  long bytes() {
    return bytes;
  }

  /** The tensors that begin at a byte of a block. */
  OpArgs in(Memory memory, long firstByte, @Nullable View workspace) {
    return new OpArgs(
        views(inputs, memory, firstByte),
        output.in(memory, firstByte),
        parameters.stream().map(place -> place.in(memory, firstByte)).toList(),
        view(dOutput, memory, firstByte),
        views(dInputs, memory, firstByte),
        views(dParameters, memory, firstByte),
        view(saved, memory, firstByte),
        workspace);
  }

  private static List<@Nullable View> views(
      List<@Nullable Place> places, Memory memory, long firstByte) {
    List<@Nullable View> views = new ArrayList<>();
    places.forEach(place -> views.add(view(place, memory, firstByte)));
    return views;
  }

  private static @Nullable View view(@Nullable Place place, Memory memory, long firstByte) {
    return place == null ? null : place.in(memory, firstByte);
  }

  /** Writes inputs, parameters and the output's gradient of all copies. */
  void fill(List<OpArgs> copies) {
    for (int i = 0; i < inputs.size(); i++) {
      int input = i;
      List<@Nullable View> views = new ArrayList<>();
      copies.forEach(args -> views.add(args.inputs().get(input)));
      if (inputs.get(i) == null) {
        continue;
      }
      if (LayerValues.type(layer, i) == ElementType.FLOAT32) {
        write(views, LayerValues.floats(layer, i));
      } else {
        byte[] values = LayerValues.bytes(layer, i);
        views.forEach(view -> {
          if (view != null) {
            view.memory().writeBytes(view.offsetBytes(), values, 0, values.length);
          }
        });
      }
    }
    for (int i = 0; i < parameters.size(); i++) {
      int number = i;
      List<@Nullable View> views = new ArrayList<>();
      copies.forEach(args -> views.add(args.parameters().get(number)));
      write(views, LayerValues.parameter(layer.node().parameters().get(i)));
    }
    if (dOutput != null) {
      List<@Nullable View> views = new ArrayList<>();
      copies.forEach(args -> views.add(args.dOutput()));
      write(views, LayerValues.upstream(dOutput.shape()));
    }
  }

  private static void write(List<@Nullable View> views, float[] values) {
    for (View view : views) {
      if (view != null) {
        view.memory().writeFloats(view.offsetBytes(), values, 0, values.length);
      }
    }
  }
}
