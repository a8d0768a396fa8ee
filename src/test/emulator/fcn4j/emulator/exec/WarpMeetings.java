package fcn4j.emulator.exec;

import fcn4j.emulator.memory.FaultKind;
import fcn4j.emulator.ptx.PtxOperand;
import java.util.Arrays;

/** Shuffles, votes, reductions and barriers of a warp, once all its lanes of the mask are there. */
final class WarpMeetings {
  private final Frame frame;
  private final SlotAccess slots;
  private final int[] results = new int[32];
  private final boolean[] inRange = new boolean[32];

  WarpMeetings(Frame frame) {
    this.frame = frame;
    this.slots = new SlotAccess(frame);
  }

  /** The mask that a lane names, which must have the lane itself. */
  int mask(Meeting meeting, int site, int lane) {
    PtxOperand operand = meeting.sources().getLast();
    int mask = slots.read(operand, lane);
    if ((mask >>> (lane & 31) & 1) == 0) {
      throw frame.fault(
          FaultKind.MISUSED_SHUFFLE,
          site,
          lane,
          "the mask 0x" + Integer.toHexString(mask) + " lacks the lane that names it");
    }
    return mask;
  }

  /** Carries the meeting out for the lanes {@code present} of a warp. */
  void meet(Meeting meeting, int site, int warp, int present) {
    switch (meeting.type()) {
      case WARP_BARRIER -> {
        frame.global.races.warpBarrier(warp);
        frame.shared.races.warpBarrier(warp);
        return;
      }
      case SHUFFLE -> shuffle(meeting, site, warp, present);
      case VOTE -> Arrays.fill(results, vote(meeting, warp, present));
      case REDUCTION -> Arrays.fill(results, reduce(meeting, warp, present));
      case MATCH_ANY -> matchAny(meeting, warp, present);
      case ACTIVE_MASK -> Arrays.fill(results, present);
      case BARRIER, BARRIER_REDUCTION ->
          throw new IllegalStateException("not a meeting of a warp: " + meeting);
    }
    for (int i = 0; i < 32; i++) {
      if ((present >>> i & 1) != 0) {
        slots.write(meeting.destination(), warp * 32 + i, results[i]);
        slots.write(meeting.valid(), warp * 32 + i, inRange[i] ? 1 : 0);
      }
    }
  }

  private void shuffle(Meeting meeting, int site, int warp, int present) {
    for (int i = 0; i < 32; i++) {
      if ((present >>> i & 1) != 0) {
        int lane = warp * 32 + i;
        int from = source(meeting, lane, i);
        if ((present >>> from & 1) == 0) {
          throw frame.fault(
              FaultKind.MISUSED_SHUFFLE,
              site,
              lane,
              "reads lane " + from + " of the warp, which does not take part");
        }
        results[i] = slots.read(meeting.sources().getFirst(), warp * 32 + from);
      }
    }
  }

  /** The lane that lane {@code i} reads, as the PTX manual defines it; also sets its range flag. */
  private int source(Meeting meeting, int lane, int i) {
    int b = slots.read(meeting.sources().get(1), lane) & 31;
    int c = slots.read(meeting.sources().get(2), lane);
    int segment = c >>> 8 & 31;
    int limit = (i & segment) | (c & 31 & ~segment);
    int from =
        switch (meeting.how()) {
          case "up" -> i - b;
          case "down" -> i + b;
          case "bfly" -> i ^ b;
          default -> (i & segment) | (b & ~segment);
        };
    inRange[i] = meeting.how().equals("up") ? from >= limit : from <= limit;
    return inRange[i] ? from : i;
  }

  private int vote(Meeting meeting, int warp, int present) {
    int ballot = 0;
    for (int i = 0; i < 32; i++) {
      if ((present >>> i & 1) != 0
          && slots.read(meeting.sources().getFirst(), warp * 32 + i) != 0) {
        ballot |= 1 << i;
      }
    }
    return switch (meeting.how()) {
      case "ballot" -> ballot;
      case "any" -> ballot != 0 ? 1 : 0;
      case "all" -> ballot == present ? 1 : 0;
      default -> ballot == present || ballot == 0 ? 1 : 0;
    };
  }

  private int reduce(Meeting meeting, int warp, int present) {
    int first = Integer.numberOfTrailingZeros(present);
    int result = slots.read(meeting.sources().getFirst(), warp * 32 + first);
    for (int i = first + 1; i < 32; i++) {
      if ((present >>> i & 1) != 0) {
        int value = slots.read(meeting.sources().getFirst(), warp * 32 + i);
        result = reduced(meeting, result, value);
      }
    }
    return result;
  }

  private static int reduced(Meeting meeting, int a, int b) {
    return switch (meeting.how()) {
      case "add" -> a + b;
      case "and" -> a & b;
      case "or" -> a | b;
      case "xor" -> a ^ b;
      case "min" -> meeting.signed() ? Math.min(a, b) : IntOps.minU(a, b);
      default -> meeting.signed() ? Math.max(a, b) : IntOps.maxU(a, b);
    };
  }

  private void matchAny(Meeting meeting, int warp, int present) {
    for (int i = 0; i < 32; i++) {
      results[i] = 0;
      for (int k = 0; k < 32 && (present >>> i & 1) != 0; k++) {
        if ((present >>> k & 1) != 0
            && slots.read(meeting.sources().getFirst(), warp * 32 + k)
                == slots.read(meeting.sources().getFirst(), warp * 32 + i)) {
          results[i] |= 1 << k;
        }
      }
    }
  }
}
