package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxKernel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kernel ready to run; it keeps frames for reuse. */
public final class CompiledKernel {
  private static final Set<String> ORDERED = Set.of("atom", "red", "membar", "fence");

  private final PtxKernel source;
  private final List<Segment> segments;
  private final Program program;
  private final Slots slots;
  private final SharedLayout shared;
  private final int localBytes;
  private final boolean serial;
  private final Deque<Frame> idle = new ArrayDeque<>();

  CompiledKernel(
      PtxKernel source,
      List<Segment> segments,
      Program program,
      Slots slots,
      SharedLayout shared,
      int localBytes) {
    this.source = source;
    this.segments = segments;
    this.program = program;
    this.slots = slots;
    this.shared = shared;
    this.localBytes = localBytes;
    this.serial = source.instructions().stream().anyMatch(i -> ORDERED.contains(i.mnemonic()));
  }

  public PtxKernel source() {
    return source;
  }

  /** Bytes of static shared memory. */
  public int staticSharedBytes() {
    return shared.staticBytes();
  }

  /** Bytes of local memory a thread. */
  public int localBytes() {
    return localBytes;
  }

  List<Segment> segments() {
    return segments;
  }

  Program program() {
    return program;
  }

  Slots slots() {
    return slots;
  }

  SharedLayout shared() {
    return shared;
  }

  /** Whether blocks must run one after the other: atomics have an order then. */
  boolean serial() {
    return serial;
  }

  synchronized Frame borrow(int threads) {
    Frame frame = takeIdle(threads);
    return frame == null ? new Frame(this, threads) : frame;
  }

  private @Nullable Frame takeIdle(int threads) {
    for (Frame frame : idle) {
      if (frame.threads == threads) {
        idle.remove(frame);
        return frame;
      }
    }
    return null;
  }

  synchronized void giveBack(Frame frame) {
    idle.push(frame);
    if (idle.size() > 4) {
      idle.removeLast();
    }
  }
}
