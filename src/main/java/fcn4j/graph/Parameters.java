package fcn4j.graph;

import fcn4j.op.Backend;
import fcn4j.op.Memory;
import fcn4j.op.SgdUpdate;
import fcn4j.op.Storage;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a net in one block of memory: values, then gradients and momentum of those that
 * are trained. Owns the block. Graphs derived from one net (for inference, fused) share it by
 * parameter names.
 */
public final class Parameters implements AutoCloseable {
  /** Values that are initialised at a time. */
  private static final int STRETCH_FLOATS = 1 << 20;

  private final Storage storage;
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Memory memory;
  private final long valueElements;
  private final long trainedElements;
  private final List<SgdUpdate.Segment> segments = new ArrayList<>();
  private long version;

  private record Slot(Parameter parameter, long firstElement) {}

  /**
   * Allocates the parameters of a net; values are undefined until {@link #initialise} or {@link
   * #set}, gradients and momentum are 0.
   *
   * @param storage the backend that computes with them, or memory to keep them in
   * @param training whether to make room for gradients and momentum
   */
  public Parameters(Graph graph, Storage storage, boolean training) {
    this.storage = storage;
    List<Parameter> order = new ArrayList<>(graph.parameters());
    // What is trained comes first, so that its gradients and momentum are one dense range each.
    order.sort((a, b) -> Boolean.compare(b.trainable(), a.trainable()));
    long alignment = alignmentElements();
    long next = 0;
    long trained = 0;
    for (Parameter parameter : order) {
      if (slots.put(parameter.name(), new Slot(parameter, next)) != null) {
        throw new GraphException("parameter name used twice: " + parameter.name());
      }
      if (parameter.trainable()) {
        ParameterRule rule = parameter.rule();
        segments.add(
            new SgdUpdate.Segment(
                next, parameter.spec().count(), rule.rateMultiplier(), rule.decayMultiplier()));
      }
      next += Math.ceilDiv(parameter.spec().count(), alignment) * alignment;
      trained = parameter.trainable() ? next : trained;
    }
    valueElements = Math.max(next, alignment);
    trainedElements = training ? trained : 0;
    long elements = valueElements + 2 * trainedElements;
    memory = storage.allocate("parameters", storage.bytes(ElementType.FLOAT32, elements));
    try {
      memory.zero(0, memory.bytes());
    } catch (RuntimeException e) {
      Closing closing = Closing.after(e);
      closing.attempt(memory::close);
      throw e;
    }
  }

  private long alignmentElements() {
    return Math.max(
        1, Math.ceilDiv(storage.alignmentBytes(), storage.bytes(ElementType.FLOAT32, 1)));
  }

  /**
   * The backend that holds them.
   *
   * @throws GraphException if they are in memory where nothing is computed
   */
  public Backend backend() {
    if (storage instanceof Backend backend) {
      return backend;
    }
    throw new GraphException("the parameters are kept where nothing is computed");
  }

  /** All parameters: the trained ones first, then the frozen ones, each in node order. */
  public List<Parameter> all() {
    return slots.values().stream().map(Slot::parameter).toList();
  }

  /** Whether there is a parameter with this name. */
  public boolean has(String name) {
    return slots.containsKey(name);
  }

  /** Bytes of the whole block. */
  public long bytes() {
    return memory.bytes();
  }

  /** Fills every parameter by its rule. */
  public void initialise(long seed) {
    float[] buffer = new float[STRETCH_FLOATS];
    for (Slot slot : slots.values()) {
      Parameter parameter = slot.parameter();
      long values = parameter.spec().count();
      for (long first = 0; first < values; first += STRETCH_FLOATS) {
        int count = (int) Math.min(STRETCH_FLOATS, values - first);
        parameter
            .rule()
            .filler()
            .fill(parameter.name(), parameter.spec(), seed, first, buffer, count);
        set(parameter.name(), first, buffer, count);
      }
    }
  }

  /**
   * Sets a parameter's values; waits.
   *
   * @throws GraphException if the number of values differs, or weights that must be diagonal are
   *     not
   */
  public void set(String name, float[] values) {
    checkCount(slot(name), values.length);
    set(name, 0, values, values.length);
  }

  /**
   * Sets a stretch of a parameter's values, so that a large one passes through a small buffer;
   * waits.
   *
   * @param first index of the first value to set, in row-major order
   * @param values the first {@code count} of them are taken; borrowed for the call
   * @throws GraphException if the stretch lies outside the parameter, or weights that must be
   *     diagonal are not
   */
  public void set(String name, long first, float[] values, int count) {
    long offset = stretchBytes(name, 0, first, count);
    Parameter parameter = slot(name).parameter();
    if (parameter.diagonal()) {
      checkDiagonal(parameter, first, values, count);
    }
    memory.writeFloats(offset, values, 0, count);
    version++;
  }

  /** Whether values may be written in place, by {@link #place}. */
  public boolean inPlace() {
    return memory.place(0, 0) != null;
  }

  /**
   * The place of a parameter's values in this machine's memory, to be filled in row-major order
   * from a file without a copy; empty where they lie elsewhere, or are checked when they are set.
   * All must be written before anything is computed from them.
   */
  public Optional<MemorySegment> place(String name) {
    Slot slot = slot(name);
    if (slot.parameter().diagonal()) {
      return Optional.empty();
    }
    version++;
    return Optional.ofNullable(
        memory.place(offsetBytes(slot.firstElement()), slot.parameter().spec().count()));
  }

  /** Grows with every change of values: what was computed from them alone holds until then. */
  public long version() {
    return version;
  }

  /** A copy of a parameter's values; waits. */
  public float[] get(String name) {
    return read(name, 0);
  }

  /**
   * Copies a stretch of a parameter's values into {@code target[offset]} and what follows, so that
   * a large one passes through a small buffer; waits.
   *
   * @param first index of the first value to copy, in row-major order
   * @throws GraphException if the stretch lies outside the parameter
   */
  public void get(String name, long first, float[] target, int offset, int count) {
    read(name, 0, first, target, offset, count);
  }

  /** A copy of a trained parameter's gradient; waits. */
  public float[] gradient(String name) {
    requireTrained(name);
    return read(name, valueElements);
  }

  /** A copy of a trained parameter's momentum; waits. */
  public float[] momentum(String name) {
    requireTrained(name);
    return read(name, valueElements + trainedElements);
  }

  /**
   * Copies a stretch of a trained parameter's momentum, as {@link #get(String, long, float[], int,
   * int)} does of values.
   */
  public void momentum(String name, long first, float[] target, int offset, int count) {
    requireTrained(name);
    read(name, valueElements + trainedElements, first, target, offset, count);
  }

  /** Sets a trained parameter's momentum; waits. */
  public void setMomentum(String name, float[] values) {
    checkCount(slot(name), values.length);
    setMomentum(name, 0, values, values.length);
  }

  /**
   * Sets a stretch of a trained parameter's momentum, as {@link #set(String, long, float[], int)}
   * does of values.
   */
  public void setMomentum(String name, long first, float[] values, int count) {
    requireTrained(name);
    long momenta = valueElements + trainedElements;
    memory.writeFloats(stretchBytes(name, momenta, first, count), values, 0, count);
  }

  /** Whether there are gradients and momentum for this parameter. */
  public boolean isTrained(String name) {
    return trainedElements > 0 && slot(name).parameter().trainable();
  }

  /**
   * One step of SGD over all trained parameters; enqueues.
   *
   * @see SgdUpdate
   */
  public void update(
      double rate, double momentum, double weightDecay, int iterSize, double clipNorm) {
    if (trainedElements == 0) {
      throw new GraphException("no parameter is trained: nothing to update");
    }
    Backend backend = backend();
    version++;
    backend.update(
        new SgdUpdate(
            block(0),
            block(valueElements),
            block(valueElements + trainedElements),
            Collections.unmodifiableList(segments),
            rate,
            momentum,
            weightDecay,
            iterSize,
            clipNorm));
  }

  View valueView(String name) {
    return view(name, 0);
  }

  View gradientView(String name) {
    requireTrained(name);
    return view(name, valueElements);
  }

  private View view(String name, long base) {
    Slot slot = slot(name);
    Shape shape = new Shape(1, 1, 1, Math.toIntExact(slot.parameter().spec().count()));
    return new View(memory, offsetBytes(base + slot.firstElement()), shape, ElementType.FLOAT32);
  }

  private View block(long firstElement) {
    Shape shape = new Shape(1, 1, 1, Math.toIntExact(trainedElements));
    return new View(memory, offsetBytes(firstElement), shape, ElementType.FLOAT32);
  }

  private float[] read(String name, long base) {
    float[] values = new float[Math.toIntExact(slot(name).parameter().spec().count())];
    read(name, base, 0, values, 0, values.length);
    return values;
  }

  private void read(String name, long base, long first, float[] target, int offset, int count) {
    memory.readFloats(stretchBytes(name, base, first, count), target, offset, count);
  }

  /** The place of a stretch of a parameter in the values, gradients or momentum from base on. */
  private long stretchBytes(String name, long base, long first, int count) {
    Slot slot = slot(name);
    checkStretch(slot, first, count);
    return offsetBytes(base + slot.firstElement() + first);
  }

  private long offsetBytes(long elements) {
    return storage.bytes(ElementType.FLOAT32, elements);
  }

  private Slot slot(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new GraphException("no parameter '%s'; there are %s".formatted(name, slots.keySet()));
    }
    return slot;
  }

  private void requireTrained(String name) {
    if (!isTrained(name)) {
      throw new GraphException("parameter '%s' is not trained".formatted(name));
    }
  }

  private static void checkCount(Slot slot, int length) {
    if (slot.parameter().spec().count() != length) {
      throw new GraphException(
          "parameter '%s' has extents %s, got %d values"
              .formatted(slot.parameter().name(), slot.parameter().spec().dims(), length));
    }
  }

  private static void checkStretch(Slot slot, long first, int count) {
    Parameter parameter = slot.parameter();
    if (first < 0 || count < 0 || first > parameter.spec().count() - count) {
      throw new GraphException(
          "parameter '%s' has extents %s, the values %d to %d lie outside"
              .formatted(parameter.name(), parameter.spec().dims(), first, first + count - 1));
    }
  }

  private static void checkDiagonal(Parameter parameter, long first, float[] values, int count) {
    int columns = parameter.spec().dims().get(1);
    long slice = parameter.spec().count() / ((long) columns * parameter.spec().dims().get(0));
    for (int i = 0; i < count; i++) {
      long row = (first + i) / slice / columns;
      long column = (first + i) / slice % columns;
      if (row != column && values[i] != 0) {
        throw new GraphException(
            ("parameter '%s': the weight from channel %d to channel %d is %s, but this upsampling treats"
                    + " each channel by itself; build the net with learned upsampling to use such weights")
                .formatted(parameter.name(), row, column, values[i]));
      }
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
