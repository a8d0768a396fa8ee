package fcn4j.graph;

import fcn4j.op.Backend;
import fcn4j.op.BoundOp;
import fcn4j.op.GradModes;
import fcn4j.op.Memory;
import fcn4j.op.Op;
import fcn4j.op.OpArgs;
import fcn4j.op.Probe;
import fcn4j.op.Recording;
import fcn4j.op.SgdUpdate;
import fcn4j.op.StepState;
import fcn4j.op.View;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reference backend with an alignment of choice, which counts what is taken and given back and
 * notes the operations that run.
 */
final class WatchedBackend implements Backend {
  private final ReferenceBackend real = new ReferenceBackend(1);
  private final long alignmentBytes;

  /** The call that fails, counted from 1, and every one after it; 0 for none. */
  int failingCall;

  int calls;
  int allocations;
  int openMemories;
  int binds;
  int openOps;
  int openRecordings;
  final List<String> backwards = new ArrayList<>();

  WatchedBackend(long alignmentBytes) {
    this.alignmentBytes = alignmentBytes;
  }

  private void call() {
    calls++;
    if (failingCall > 0 && calls >= failingCall) {
      throw new IllegalStateException("call %d fails".formatted(calls));
    }
  }

  @Override
  public String name() {
    return "watched";
  }

  @Override
  public String description() {
    return real.description();
  }

  @Override
  public long bytes(ElementType type, long elements) {
    return real.bytes(type, elements);
  }

  @Override
  public long alignmentBytes() {
    return alignmentBytes;
  }

  @Override
  public Memory allocate(String purpose, long bytes) {
    call();
    allocations++;
    openMemories++;
    return new WatchedMemory(real.allocate(purpose, bytes));
  }

  @Override
  public BoundOp bind(String node, Op op, List<Shape> inputs) {
    call();
    BoundOp bound = real.bind(node, op, inputs);
    binds++;
    openOps++;
    return new WatchedOp(node, bound);
  }

  @Override
  public void update(SgdUpdate update) {
    call();
    real.update(
        new SgdUpdate(
            bare(update.values()),
            bare(update.gradients()),
            bare(update.momentumBuffer()),
            update.segments(),
            update.rate(),
            update.momentum(),
            update.weightDecay(),
            update.iterSize(),
            update.clipNorm()));
  }

  @Override
  public void beginStep(StepState state) {
    call();
    real.beginStep(state);
  }

  @Override
  public Recording record(Runnable work) {
    call();
    Recording recording = real.record(work);
    openRecordings++;
    return new Recording() {
      private boolean closed;

      @Override
      public void replay() {
        call();
        recording.replay();
      }

      @Override
      public void close() {
        openRecordings -= closed ? 0 : 1;
        closed = true;
      }
    };
  }

  @Override
  public void synchronize() {
    call();
    real.synchronize();
  }

  @Override
  public Probe matrixProduct(int extent) {
    return real.matrixProduct(extent);
  }

  @Override
  public Probe copy(long bytes) {
    return real.copy(bytes);
  }

  @Override
  public long peakBytes() {
    return real.peakBytes();
  }

  @Override
  public void resetPeakBytes() {
    real.resetPeakBytes();
  }

  @Override
  public void close() {
    real.close();
  }

  private View bare(View view) {
    if (view.offsetBytes() % alignmentBytes != 0) {
      throw new AssertionError("offset %d is not aligned".formatted(view.offsetBytes()));
    }
    WatchedMemory memory = (WatchedMemory) view.memory();
    return new View(memory.real, view.offsetBytes(), view.shape(), view.type());
  }

  private final class WatchedMemory implements Memory {
    final Memory real;
    private boolean closed;

    WatchedMemory(Memory real) {
      this.real = real;
    }

    @Override
    public long bytes() {
      return real.bytes();
    }

    @Override
    public void writeFloats(long offsetBytes, float[] source, int from, int count) {
      call();
      real.writeFloats(offsetBytes, source, from, count);
    }

    @Override
    public void readFloats(long offsetBytes, float[] target, int to, int count) {
      call();
      real.readFloats(offsetBytes, target, to, count);
    }

    @Override
    public void writeBytes(long offsetBytes, byte[] source, int from, int count) {
      call();
      real.writeBytes(offsetBytes, source, from, count);
    }

    @Override
    public void readBytes(long offsetBytes, byte[] target, int to, int count) {
      call();
      real.readBytes(offsetBytes, target, to, count);
    }

    @Override
    public void readInts(long offsetBytes, int[] target, int to, int count) {
      call();
      real.readInts(offsetBytes, target, to, count);
    }

    @Override
    public void zero(long offsetBytes, long bytes) {
      call();
      real.zero(offsetBytes, bytes);
    }

    @Override
    public void close() {
      openMemories -= closed ? 0 : 1;
      closed = true;
      real.close();
    }
  }

  private final class WatchedOp implements BoundOp {
    private final String node;
    private final BoundOp real;
    private boolean closed;

    WatchedOp(String node, BoundOp real) {
      this.node = node;
      this.real = real;
    }

    @Override
    public long workspaceBytes() {
      return real.workspaceBytes();
    }

    @Override
    public long savedBytes() {
      return real.savedBytes();
    }

    @Override
    public void forward(OpArgs args) {
      call();
      real.forward(bareArgs(args));
    }

    @Override
    public void backward(OpArgs args, GradModes modes) {
      call();
      backwards.add(node);
      real.backward(bareArgs(args), modes);
    }

    @Override
    public void verify(OpArgs args) {
      call();
      real.verify(bareArgs(args));
    }

    @Override
    public void close() {
      openOps -= closed ? 0 : 1;
      closed = true;
      real.close();
    }

    private OpArgs bareArgs(OpArgs args) {
      return new OpArgs(
          bareAll(args.inputs()),
          bare(args.output()),
          args.parameters().stream().map(WatchedBackend.this::bare).toList(),
          args.dOutput() == null ? null : bare(args.dOutput()),
          bareAll(args.dInputs()),
          bareAll(args.dParameters()),
          args.saved() == null ? null : bare(args.saved()),
          args.workspace() == null ? null : bare(args.workspace()));
    }

    private List<@Nullable View> bareAll(List<@Nullable View> all) {
      List<@Nullable View> bared = new ArrayList<>();
      for (View view : all) {
        bared.add(view == null ? null : bare(view));
      }
      return bared;
    }
  }
}
