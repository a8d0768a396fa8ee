package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxKernel;
import fcn4j.emulator.ptx.PtxOperand;
import fcn4j.emulator.ptx.PtxRegister;
import java.util.BitSet;
import java.util.List;

/** Which registers hold a value that is still needed when a segment starts and ends. */
final class Liveness {
  private final PtxKernel kernel;
  private final List<Segment> segments;
  private final BitSet[] liveIn;
  private final BitSet[] liveOut;
  private final BitSet[] readFirst;
  private final BitSet[] written;

  Liveness(PtxKernel kernel, List<Segment> segments) {
    this.kernel = kernel;
    this.segments = segments;
    int count = segments.size();
    this.liveIn = sets(count);
    this.liveOut = sets(count);
    this.readFirst = sets(count);
    this.written = sets(count);
    segments.forEach(this::local);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = count - 1; i >= 0; i--) {
        changed |= flow(i);
      }
    }
  }

  private static BitSet[] sets(int count) {
    BitSet[] sets = new BitSet[count];
    for (int i = 0; i < count; i++) {
      sets[i] = new BitSet();
    }
    return sets;
  }

  /** Registers that a segment must load: read or perhaps left unwritten in it. */
  BitSet loaded(int segment) {
    return readFirst[segment];
  }

  /** Registers that a segment must store. */
  BitSet stored(int segment) {
    BitSet stored = (BitSet) written[segment].clone();
    stored.and(liveOut[segment]);
    return stored;
  }

  /** Registers that live across segments at all: only they need room between segments. */
  BitSet crossing() {
    BitSet crossing = new BitSet();
    for (Segment segment : segments) {
      crossing.or(readFirst[segment.number()]);
      crossing.or(stored(segment.number()));
      if (segment.end() instanceof Segment.Meet meet) {
        OperandRoles.written(meet.what()).forEach(r -> crossing.set(r.number()));
      }
    }
    return crossing;
  }

  private void local(Segment segment) {
    BitSet reads = readFirst[segment.number()];
    BitSet writes = written[segment.number()];
    for (int index : segment.body()) {
      account(kernel.instructions().get(index), reads, writes);
    }
    PtxOperand.Reg guard = segment.guard();
    if (guard != null && !writes.get(guard.register().number())) {
      reads.set(guard.register().number());
    }
    if (segment.end() instanceof Segment.Meet meet) {
      account(meet.what(), reads, writes);
    }
  }

  private static void account(PtxInstruction instruction, BitSet reads, BitSet writes) {
    for (PtxRegister register : OperandRoles.read(instruction)) {
      if (!writes.get(register.number())) {
        reads.set(register.number());
      }
    }
    OperandRoles.written(instruction).forEach(r -> writes.set(r.number()));
  }

  private boolean flow(int number) {
    BitSet out = new BitSet();
    switch (segments.get(number).end()) {
      case Segment.Next next -> out.or(liveIn[next.segment()]);
      case Segment.Branch branch -> {
        out.or(liveIn[branch.taken()]);
        out.or(liveIn[branch.fall()]);
      }
      case Segment.Meet meet -> out.or(liveIn[meet.next()]);
      case Segment.Exit exit -> {}
    }
    BitSet in = (BitSet) out.clone();
    in.andNot(written[number]);
    in.or(readFirst[number]);
    boolean changed = !in.equals(liveIn[number]) || !out.equals(liveOut[number]);
    liveIn[number] = in;
    liveOut[number] = out;
    return changed;
  }
}
