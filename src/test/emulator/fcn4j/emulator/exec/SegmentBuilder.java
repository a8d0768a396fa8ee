package fcn4j.emulator.exec;

import fcn4j.emulator.ptx.PtxInstruction;
import fcn4j.emulator.ptx.PtxKernel;
import fcn4j.emulator.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts a kernel into segments: at labels, branches, barriers, shuffles and votes, and where a
 * segment would be too long for the JVM's compiler. Segment numbers follow the text, so that the
 * lowest number is the place where diverged threads meet again.
 */
final class SegmentBuilder {
  private static final int MAX_WEIGHT = 400;
  private static final int MEMORY_WEIGHT = 8;
  private static final Set<String> MEETING =
      Set.of("bar", "barrier", "shfl", "vote", "activemask", "match", "redux");

  private final PtxKernel kernel;
  private final List<PtxInstruction> code;
  private final boolean[] starts;
  private final int[] segmentAt;

  private SegmentBuilder(PtxKernel kernel) {
    this.kernel = kernel;
    this.code = kernel.instructions();
    this.starts = new boolean[code.size() + 1];
    this.segmentAt = new int[code.size() + 1];
  }

  static List<Segment> segments(PtxKernel kernel) {
    SegmentBuilder builder = new SegmentBuilder(kernel);
    builder.findStarts();
    builder.number();
    return builder.build();
  }

  static boolean meets(PtxInstruction instruction) {
    return MEETING.contains(instruction.mnemonic());
  }

  private static boolean leaves(PtxInstruction instruction) {
    return switch (instruction.mnemonic()) {
      case "bra", "ret", "exit" -> true;
      default -> false;
    };
  }

  private void findStarts() {
    starts[0] = true;
    starts[code.size()] = true;
    kernel.labels().values().forEach(at -> starts[at] = true);
    int weight = 0;
    for (int i = 0; i < code.size(); i++) {
      PtxInstruction instruction = code.get(i);
      weight = starts[i] ? 0 : weight;
      weight += instruction.opcode().matches("(ld|st|atom|red)\\..*") ? MEMORY_WEIGHT : 1;
      if (meets(instruction)) {
        starts[i] = true;
        starts[i + 1] = true;
      } else if (leaves(instruction) || weight > MAX_WEIGHT) {
        starts[i + 1] = true;
      }
    }
  }

  /** A guarded meeting gets a segment before it that branches around it. */
  private void number() {
    int next = 0;
    for (int i = 0; i <= code.size(); i++) {
      if (starts[i]) {
        segmentAt[i] = next++;
        if (i < code.size() && meets(code.get(i)) && code.get(i).guard() != null) {
          next++;
        }
      }
    }
  }

  private List<Segment> build() {
    List<Segment> segments = new ArrayList<>();
    int i = 0;
    while (i < code.size()) {
      int stop = i + 1;
      while (!starts[stop]) {
        stop++;
      }
      add(segments, i, stop);
      i = stop;
    }
    segments.add(new Segment(segments.size(), List.of(), new Segment.Exit()));
    return segments;
  }

  private void add(List<Segment> segments, int from, int stop) {
    PtxInstruction last = code.get(stop - 1);
    int next = segmentAt[stop];
    if (meets(last)) {
      PtxOperand.Reg guard = last.guard();
      if (guard != null) {
        PtxOperand.Reg skip = new PtxOperand.Reg(guard.register(), !guard.negated());
        int meeting = segments.size() + 1;
        segments.add(
            new Segment(segments.size(), List.of(), new Segment.Branch(skip, next, meeting)));
      }
      segments.add(new Segment(segments.size(), List.of(), new Segment.Meet(stop - 1, last, next)));
      return;
    }
    List<Integer> body = new ArrayList<>();
    for (int i = from; i < stop; i++) {
      if (i < stop - 1 || !leaves(last)) {
        body.add(i);
      }
    }
    segments.add(new Segment(segments.size(), List.copyOf(body), end(last, next)));
  }

  private Segment.End end(PtxInstruction last, int next) {
    if (!leaves(last)) {
      return new Segment.Next(next);
    }
    PtxOperand.Reg guard = last.guard();
    int target = last.mnemonic().equals("bra") ? target(last) : segmentAt[code.size()];
    return guard == null ? new Segment.Next(target) : new Segment.Branch(guard, target, next);
  }

  private int target(PtxInstruction branch) {
    if (!branch.opcode().equals("bra") && !branch.opcode().equals("bra.uni")) {
      throw branch.refuse("unknown form of branch");
    }
    if (branch.operands().getFirst() instanceof PtxOperand.Symbol label
        && kernel.labels().containsKey(label.name())) {
      return segmentAt[kernel.labels().get(label.name())];
    }
    throw branch.refuse("branch to an unknown label");
  }
}
