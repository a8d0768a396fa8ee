package fcn4j.onednn;

import static fcn4j.onednn.Product.Order.COLUMNS;
import static fcn4j.onednn.Product.Order.ROWS;

import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A convolution as products of the matrix of patches with the weights as they lie in the file:
 *
 * <pre>
 * out = patches weights^T,   dPatches = dOut weights,   dWeights = dOut^T patches
 * </pre>
 *
 * <p>Nothing is packed, which matters for fc6, whose weights are larger than all activations. The
 * patches of a 1x1 convolution are its input. Those of larger kernels are made in the workspace, at
 * most {@link #CHUNK_BYTES} at a time.
 */
final class ProductConvolution implements Convolution {
  static final long CHUNK_BYTES = 1 << 25;

  /** A product of fewer rows would spend its time on reading the weights. */
  private static final int FEWEST_ROWS = 64;

  /** What a product computes. */
  enum Pass {
    FORWARD,
    D_INPUT,
    D_INPUT_ADDED,
    D_WEIGHTS,
    D_WEIGHTS_ADDED;

    static final Set<Pass> OF_INFERENCE = Collections.unmodifiableSet(EnumSet.of(FORWARD));
    static final Set<Pass> OF_TRAINING = Collections.unmodifiableSet(EnumSet.allOf(Pass.class));
  }

  private record Key(Pass pass, int rows) {}

  private final Engine engine;
  private final String node;
  private final Conv2d conv;
  private final boolean relu;
  private final Workers<FloatScratch> workers;
  private final @Nullable PatchRows patches;
  private final int rows;
  private final int chunkRows;
  private final int columns;
  private final Map<Key, Primitive> products = new HashMap<>();
  private final ColumnSums biasSums;
  private final long scratchBytes;

  /** Makes the products of some passes; no other may be asked for. */
  ProductConvolution(
      Engine engine,
      String node,
      Conv2d conv,
      Shape in,
      Shape out,
      boolean relu,
      Set<Pass> passes,
      long chunkBytes,
      Workers<FloatScratch> workers) {
    this.engine = engine;
    this.node = node;
    this.conv = conv;
    this.relu = relu;
    this.workers = workers;
    patches = PatchRows.isPointwise(conv) ? null : new PatchRows(conv, in, out);
    rows = Math.toIntExact(out.n() * out.planeCount());
    columns = in.c() * conv.kernel().area();
    long rowBytes = (long) columns * Float.BYTES;
    chunkRows =
        patches == null ? rows : (int) Math.min(rows, Math.max(FEWEST_ROWS, chunkBytes / rowBytes));
    biasSums = new ColumnSums(rows, conv.outChannels());
    scratchBytes = prepare(passes);
  }

  /** Makes the products; the plan asks before the first pass how much the largest wants. */
  private long prepare(Set<Pass> passes) {
    for (Pass pass : passes) {
      products.computeIfAbsent(new Key(pass, chunkRows), this::make);
      if (rows % chunkRows != 0) {
        products.computeIfAbsent(new Key(pass, rows % chunkRows), this::make);
      }
    }
    return products.values().stream().mapToLong(Primitive::scratchBytes).max().orElse(0);
  }

  private Primitive product(Pass pass, int count) {
    Primitive product = products.get(new Key(pass, count));
    if (product == null) {
      throw new IllegalStateException(
          "node %s was not bound for the pass %s".formatted(node, pass));
    }
    return product;
  }

  private Primitive make(Key key) {
    long out = conv.outChannels();
    int count = key.rows();
    try (Build build = new Build(engine, node)) {
      return switch (key.pass()) {
        case FORWARD ->
            Product.of(
                build, "forward", count, columns, out, ROWS, COLUMNS, conv.bias(), relu, false);
        case D_INPUT, D_INPUT_ADDED ->
            Product.of(
                build,
                "gradient of the input",
                count,
                out,
                columns,
                ROWS,
                ROWS,
                false,
                false,
                key.pass() == Pass.D_INPUT_ADDED);
        case D_WEIGHTS, D_WEIGHTS_ADDED ->
            Product.of(
                build,
                "gradient of the weights",
                out,
                count,
                columns,
                COLUMNS,
                ROWS,
                false,
                false,
                key.pass() == Pass.D_WEIGHTS_ADDED);
      };
    }
  }

  @Override
  public long workspaceBytes() {
    return patchBytes() + scratchBytes;
  }

  private long patchBytes() {
    return patches == null ? 0 : OnednnMemory.aligned((long) chunkRows * columns * Float.BYTES);
  }

  /** A stretch of rows and where its patches, outputs and scratch memory are. */
  private record Chunk(int first, int count, long patches, long outputs, long scratch) {}

  /** Something done for each stretch of rows. */
  @FunctionalInterface
  private interface ChunkTask {
    void run(Chunk chunk);
  }

  private void chunks(long input, long outputs, long workspace, ChunkTask task) {
    for (int first = 0; first < rows; first += chunkRows) {
      int count = Math.min(chunkRows, rows - first);
      long at = outputs + (long) first * conv.outChannels() * Float.BYTES;
      long matrix = patches == null ? input : workspace;
      task.run(new Chunk(first, count, matrix, at, workspace + patchBytes()));
    }
  }

  private MemorySegment patchSegment(long workspace) {
    return MemorySegment.ofAddress(workspace).reinterpret(patchBytes());
  }

  @Override
  public void forward(View in, View weights, @Nullable View bias, View out, long workspace) {
    long factor = OnednnMemory.address(weights);
    chunks(
        OnednnMemory.address(in),
        OnednnMemory.address(out),
        workspace,
        chunk -> {
          gather(in, chunk);
          Primitive product = product(Pass.FORWARD, chunk.count());
          if (conv.bias()) {
            long row = OnednnMemory.address(Objects.requireNonNull(bias));
            product.run(chunk.patches(), factor, row, chunk.outputs(), chunk.scratch());
          } else {
            product.run(chunk.patches(), factor, chunk.outputs(), chunk.scratch());
          }
        });
  }

  private void gather(View in, Chunk chunk) {
    if (patches != null) {
      patches.gather(
          workers,
          OnednnMemory.elements(in),
          patchSegment(chunk.patches()),
          chunk.first(),
          chunk.count());
    }
  }

  @Override
  public void backwardInput(View dOut, View weights, View dIn, GradMode mode, long workspace) {
    boolean add = mode == GradMode.ACCUMULATE;
    MemorySegment target = OnednnMemory.elements(dIn);
    if (patches != null && !add) {
      target.fill((byte) 0);
    }
    Pass pass = patches == null && add ? Pass.D_INPUT_ADDED : Pass.D_INPUT;
    long factor = OnednnMemory.address(weights);
    chunks(
        target.address(),
        OnednnMemory.address(dOut),
        workspace,
        chunk -> {
          product(pass, chunk.count())
              .run(chunk.outputs(), factor, chunk.patches(), chunk.scratch());
          if (patches != null) {
            patches.scatter(
                workers, patchSegment(chunk.patches()), target, chunk.first(), chunk.count());
          }
        });
  }

  @Override
  public void backwardWeights(
      View in,
      View dOut,
      @Nullable View dWeights,
      GradMode weightMode,
      @Nullable View dBias,
      GradMode biasMode,
      long workspace) {
    if (dWeights != null && weightMode != GradMode.IGNORE) {
      long target = OnednnMemory.address(dWeights);
      chunks(
          OnednnMemory.address(in),
          OnednnMemory.address(dOut),
          workspace,
          chunk -> {
            gather(in, chunk);
            boolean add = weightMode == GradMode.ACCUMULATE || chunk.first() > 0;
            product(add ? Pass.D_WEIGHTS_ADDED : Pass.D_WEIGHTS, chunk.count())
                .run(chunk.outputs(), chunk.patches(), target, chunk.scratch());
          });
    }
    biasSums.run(workers, dOut, dBias, biasMode);
  }

  @Override
  public void close() {
    products.values().forEach(Primitive::close);
    products.clear();
  }
}
