package fcn4j.emulator.exec;

import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.FaultKind;
import fcn4j.emulator.ptx.PtxOperand;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Barriers of the whole block, by number; all threads must come to the same one. */
final class BlockBarriers {
  private final Frame frame;
  private final BlockRunner runner;
  private final SlotAccess slots;
  private final Map<Integer, Waiting> barriers = new TreeMap<>();

  /** The lanes that wait at a barrier. */
  private static final class Waiting {
    final LaneList lanes;
    final Segment.Meet meet;
    int popc;
    int needed;

    Waiting(int threads, Segment.Meet meet) {
      this.lanes = new LaneList(threads);
      this.meet = meet;
    }
  }

  BlockBarriers(Frame frame, BlockRunner runner) {
    this.frame = frame;
    this.runner = runner;
    this.slots = new SlotAccess(frame);
  }

  void clear() {
    barriers.clear();
  }

  void arrive(Meeting meeting, Segment.Meet meet, int[] lanes, int count) {
    List<PtxOperand> sources = meeting.sources();
    int number = slots.read(sources.getFirst(), lanes[0]);
    boolean reduction = meeting.type() == Meeting.Type.BARRIER_REDUCTION;
    int plain = reduction ? 2 : 1;
    int needed = sources.size() > plain ? slots.read(sources.get(1), lanes[0]) : frame.threads;
    Waiting waiting = barriers.computeIfAbsent(number, n -> new Waiting(frame.threads, meet));
    if (waiting.meet.instruction() != meet.instruction()) {
      throw frame.fault(
          FaultKind.DIVERGENT_BARRIER,
          meet.instruction(),
          lanes[0],
          "other threads wait at the barrier in line " + waiting.meet.what().line());
    }
    waiting.needed = needed;
    for (int i = 0; i < count; i++) {
      waiting.lanes.add(lanes[i]);
      if (reduction) {
        waiting.popc += slots.read(sources.getLast(), lanes[i]) != 0 ? 1 : 0;
      }
    }
    if (waiting.lanes.count == needed) {
      barriers.remove(number);
      release(meeting, waiting);
    }
  }

  private void release(Meeting meeting, Waiting waiting) {
    frame.global.races.barrier();
    frame.shared.races.barrier();
    LaneList lanes = waiting.lanes;
    if (meeting.type() == Meeting.Type.BARRIER_REDUCTION) {
      int result =
          switch (meeting.how()) {
            case "popc" -> waiting.popc;
            case "and" -> waiting.popc == lanes.count ? 1 : 0;
            default -> waiting.popc > 0 ? 1 : 0;
          };
      for (int i = 0; i < lanes.count; i++) {
        slots.write(meeting.destination(), lanes.lanes[i], result);
      }
    }
    runner.proceed(waiting.meet.next(), lanes.lanes, lanes.count);
  }

  /** The fault of a block whose threads all wait or have ended. */
  EmulatorFault stuck() {
    Waiting waiting = barriers.values().iterator().next();
    return frame.fault(
        FaultKind.DIVERGENT_BARRIER,
        waiting.meet.instruction(),
        waiting.lanes.lanes[0],
        waiting.lanes.count
            + " of "
            + waiting.needed
            + " threads wait at this barrier; "
            + runner.ended()
            + " have ended without it");
  }
}
