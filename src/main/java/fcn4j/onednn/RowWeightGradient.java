package fcn4j.onednn;

import static fcn4j.onednn.Product.Order.ROWS;

import fcn4j.op.Conv2d;
import fcn4j.op.GradMode;
import fcn4j.op.View;
import fcn4j.op.Workers;
import fcn4j.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of the weights and the bias of a convolution whose kernels see few values: a product
 * for each row of outputs, of what the weights see with the row's gradients as they lie,
 *
 * <pre>
 * dWeights^T[weight,o] = sum over rows, x of seen[weight,x] dOut[x,o]
 * </pre>
 *
 * <p>which both stay in a core's cache. Rows and columns of outputs that see padding alone are left
 * out. A task's rows are summed in single precision and the tasks in double, always in the same
 * order.
 */
final class RowWeightGradient implements WeightGradient {
  /** More threads than this find no work; each task has sums of its own. */
  private static final int MOST_TASKS = 64;

  private final Engine engine;
  private final Conv2d conv;
  private final Workers<FloatScratch> workers;
  private final SeenRow seen;
  private final Shape out;
  private final int rows;
  private final int tasks;
  private final List<Primitive> products = new ArrayList<>();
  private final ColumnSums biasSums;
  private final long scratchBytes;

  RowWeightGradient(
      Engine engine, String node, Conv2d conv, Shape in, Shape out, Workers<FloatScratch> workers) {
    this.engine = engine;
    this.conv = conv;
    this.workers = workers;
    this.out = out;
    seen = new SeenRow(conv, in, out);
    rows = Math.multiplyExact(in.n(), seen.rows().length());
    tasks = Math.min(rows, MOST_TASKS);
    biasSums = new ColumnSums(Math.toIntExact(out.n() * out.planeCount()), out.c());
    try (Build build = new Build(engine, node, true)) {
      for (int thread = 0; thread < workers.threads(); thread++) {
        products.add(
            Product.of(
                build,
                "gradient of the weights",
                seen.weights(),
                seen.columns().length(),
                out.c(),
                ROWS,
                ROWS,
                false,
                false,
                true));
      }
    }
    scratchBytes = OnednnMemory.aligned(products.getFirst().scratchBytes());
  }

  private int sums() {
    return seen.weights() * out.c();
  }

  private long sumBytes() {
    return OnednnMemory.aligned((long) sums() * Float.BYTES);
  }

  private long seenBytes() {
    return OnednnMemory.aligned((long) seen.floats() * Float.BYTES);
  }

  private long threadBytes() {
    return seenBytes() + scratchBytes;
  }

  @Override
  public long workspaceBytes() {
    return tasks * sumBytes() + workers.threads() * threadBytes();
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
      Floats input = Floats.of(in);
      long gradients = OnednnMemory.address(dOut);
      workers.run(tasks, (task, scratch) -> sumRows(task, input, gradients, workspace, scratch));
      addTasks(workspace, Floats.of(dWeights), weightMode);
    }
    biasSums.run(workers, dOut, dBias, biasMode);
  }

  private void sumRows(
      int task, Floats input, long gradients, long workspace, FloatScratch scratch) {
    long target = workspace + task * sumBytes();
    OnednnMemory.segment(target, sumBytes()).fill((byte) 0);
    long factor = workspace + tasks * sumBytes() + scratch.thread() * threadBytes();
    MemorySegment matrix = OnednnMemory.segment(factor, seenBytes());
    Primitive product = products.get(scratch.thread());
    engine.bindAlone();
    for (int row = firstRow(task); row < firstRow(task + 1); row++) {
      int image = row / seen.rows().length();
      int y = seen.rows().first() + row % seen.rows().length();
      seen.write(input, image, y, matrix, scratch);
      long pixel = ((long) image * out.h() + y) * out.w() + seen.columns().first();
      long at = gradients + pixel * out.c() * Float.BYTES;
      product.runBound(factor, at, target, factor + seenBytes());
    }
  }

  private int firstRow(int task) {
    return Math.toIntExact((long) rows * task / tasks);
  }

  private void addTasks(long workspace, Floats dWeights, GradMode mode) {
    double[] totals = new double[sums()];
    float[] terms = new float[sums()];
    for (int task = 0; task < tasks; task++) {
      new Floats(OnednnMemory.segment(workspace + task * sumBytes(), sumBytes()))
          .read(0, terms.length, terms);
      for (int i = 0; i < terms.length; i++) {
        totals[i] += terms[i];
      }
    }
    float[] gradient = new float[sums()];
    for (int o = 0; o < conv.outChannels(); o++) {
      for (int weight = 0; weight < seen.weights(); weight++) {
        gradient[o * seen.weights() + weight] = (float) totals[weight * out.c() + o];
      }
    }
    dWeights.put(mode, 0, gradient.length, gradient, terms);
  }

  @Override
  public void close() {
    products.forEach(Primitive::close);
    products.clear();
  }
}
