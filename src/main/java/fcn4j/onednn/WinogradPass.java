package fcn4j.onednn;

import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A 3x3 convolution with stride 1 by Winograd's transform: the tiles in chunks, each chunk on one
 * thread from pixels to pixels, so that transforms stay in its cache.
 */
final class WinogradPass implements AutoCloseable {
  /** Tiles of a chunk: enough rows for the products to run at full speed. */
  private static final int CHUNK_TILES = 96;

  private final Engine engine;
  private final Workers<FloatScratch> workers;
  private final Shape in;
  private final Shape out;
  private final WinogradTiles tiles;
  private final int chunks;
  private final List<Map<Integer, Primitive>> products = new ArrayList<>();
  private final long scratchBytes;

  /** Geometry: (N,C,H,W) to (N,K,Ho,Wo), each with so many zeros before. */
  WinogradPass(
      Engine engine,
      String node,
      Shape in,
      Shape out,
      int padH,
      int padW,
      Workers<FloatScratch> workers) {
    this.engine = engine;
    this.workers = workers;
    this.in = in;
    this.out = out;
    tiles = new WinogradTiles(in, out, padH, padW);
    int most = Math.ceilDiv(tiles.count(), CHUNK_TILES);
    chunks = Math.min(tiles.count(), Math.ceilDiv(most, workers.threads()) * workers.threads());
    long scratch = 0;
    try (Build build = new Build(engine, node, true)) {
      for (int thread = 0; thread < workers.threads(); thread++) {
        Map<Integer, Primitive> own = new HashMap<>();
        for (int count : List.of(chunkTiles(), Math.max(1, chunkTiles() - 1))) {
          Primitive product =
              own.computeIfAbsent(
                  count,
                  rows ->
                      Product.batch(build, "products", Winograd.PRODUCTS, rows, in.c(), out.c()));
          scratch = Math.max(scratch, product.scratchBytes());
        }
        products.add(own);
      }
    }
    scratchBytes = OnednnMemory.aligned(scratch);
  }

  /** Number of tiles. */
  int tiles() {
    return tiles.count();
  }

  /** Tiles of the larger chunks; the others have one less. */
  private int chunkTiles() {
    return Math.ceilDiv(tiles.count(), chunks);
  }

  private int firstTile(int chunk) {
    return Math.toIntExact((long) tiles.count() * chunk / chunks);
  }

  private long matrixBytes(int channels) {
    return OnednnMemory.aligned((long) Winograd.PRODUCTS * chunkTiles() * channels * Float.BYTES);
  }

  private long threadBytes() {
    return matrixBytes(in.c()) + matrixBytes(out.c()) + scratchBytes;
  }

  /** Scratch memory of {@link #run}. */
  long workspaceBytes() {
    return threadBytes() * workers.threads();
  }

  /**
   * Computes; waits.
   *
   * @param matrices the kernels in Winograd's form
   * @param bias added to each channel, or null
   * @param relu whether negative outputs become 0
   * @param added whether the result is added to what is there
   */
  void run(
      MemorySegment from,
      long matrices,
      float @Nullable [] bias,
      boolean relu,
      MemorySegment to,
      boolean added,
      long workspace) {
    float least = relu ? 0 : Float.NEGATIVE_INFINITY;
    workers.run(
        chunks,
        (chunk, scratch) -> {
          int first = firstTile(chunk);
          int count = firstTile(chunk + 1) - first;
          long own = workspace + scratch.thread() * threadBytes();
          long result = own + matrixBytes(in.c());
          tiles.input(from, first, count, segment(own, count, in.c()), scratch);
          engine.bindAlone();
          product(scratch.thread(), count)
              .runBound(own, matrices, result, result + matrixBytes(out.c()));
          tiles.output(
              segment(result, count, out.c()), first, count, to, bias, least, added, scratch);
        });
  }

  private Primitive product(int thread, int count) {
    Primitive product = products.get(thread).get(count);
    if (product == null) {
      throw new IllegalStateException("no product for chunks of %d tiles".formatted(count));
    }
    return product;
  }

  private static MemorySegment segment(long address, int count, int channels) {
    return OnednnMemory.segment(address, (long) Winograd.PRODUCTS * count * channels * Float.BYTES);
  }

  @Override
  public void close() {
    for (Map<Integer, Primitive> own : products) {
      own.values().forEach(Primitive::close);
      own.clear();
    }
  }
}
