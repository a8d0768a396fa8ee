package fcn4j.emulator.exec;

import fcn4j.emulator.memory.FaultKind;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The lanes that wait for others: at barriers of the block and at meetings of warps. */
final class Meetings {
  private final Frame frame;
  private final BlockRunner runner;
  private final WarpMeetings warps;
  private final BlockBarriers barriers;

  /** Waiting lanes of warps, as a mask for each warp, by segment. */
  private final Map<Integer, Place> places = new TreeMap<>();

  /** A segment where lanes of warps wait. */
  private record Place(Meeting meeting, Segment.Meet meet, int[] present) {}

  Meetings(Frame frame, BlockRunner runner) {
    this.frame = frame;
    this.runner = runner;
    this.warps = new WarpMeetings(frame);
    this.barriers = new BlockBarriers(frame, runner);
  }

  void clear() {
    places.clear();
    barriers.clear();
  }

  void arrive(Meeting meeting, Segment.Meet meet, int segment, int[] lanes, int count) {
    if (meeting.ofBlock()) {
      barriers.arrive(meeting, meet, lanes, count);
      return;
    }
    Place place =
        places.computeIfAbsent(
            segment, s -> new Place(meeting, meet, new int[(frame.threads + 31) / 32]));
    for (int i = 0; i < count; i++) {
      place.present()[lanes[i] >> 5] |= 1 << (lanes[i] & 31);
    }
    for (int warp = 0; warp < place.present().length; warp++) {
      tryMeet(place, warp);
    }
  }

  /** Carries a meeting out where every living lane of the mask is there. */
  private boolean tryMeet(Place place, int warp) {
    int present = place.present()[warp];
    boolean met = false;
    while (present != 0) {
      int lane = warp * 32 + Integer.numberOfTrailingZeros(present);
      int mask = place.meeting().type() == Meeting.Type.ACTIVE_MASK ? present : mask(place, lane);
      int needed = mask & runner.living(warp);
      if ((place.present()[warp] & needed) == needed) {
        checkMasks(place, warp, needed, mask);
        warps.meet(place.meeting(), place.meet().instruction(), warp, needed);
        release(place, warp, needed);
        met = true;
      }
      present &= ~mask;
    }
    return met;
  }

  private int mask(Place place, int lane) {
    return warps.mask(place.meeting(), place.meet().instruction(), lane);
  }

  private void checkMasks(Place place, int warp, int needed, int mask) {
    if (place.meeting().type() == Meeting.Type.ACTIVE_MASK) {
      return;
    }
    for (int i = 0; i < 32; i++) {
      if ((needed >>> i & 1) != 0 && mask(place, warp * 32 + i) != mask) {
        throw frame.fault(
            FaultKind.MISUSED_SHUFFLE,
            place.meet().instruction(),
            warp * 32 + i,
            "lanes of a warp name different masks");
      }
    }
  }

  private void release(Place place, int warp, int lanes) {
    place.present()[warp] &= ~lanes;
    for (int i = 0; i < 32; i++) {
      if ((lanes >>> i & 1) != 0) {
        runner.proceed(place.meet().next(), warp * 32 + i);
      }
    }
  }

  /** Nothing is ready: lanes may have ended meanwhile, else the block is stuck. */
  void resolve() {
    boolean met = false;
    for (Place place : places.values()) {
      for (int warp = 0; warp < place.present().length; warp++) {
        met |= tryMeet(place, warp);
      }
    }
    if (met) {
      return;
    }
    for (Place place : places.values()) {
      int warp = firstWaiting(place);
      if (warp >= 0) {
        int lane = warp * 32 + Integer.numberOfTrailingZeros(place.present()[warp]);
        throw frame.fault(
            FaultKind.MISUSED_SHUFFLE,
            place.meet().instruction(),
            lane,
            "lanes of the mask never come here");
      }
    }
    throw barriers.stuck();
  }

  private static int firstWaiting(Place place) {
    return Arrays.stream(place.present()).anyMatch(p -> p != 0) ? first(place.present()) : -1;
  }

  private static int first(int[] masks) {
    int warp = 0;
    while (masks[warp] == 0) {
      warp++;
    }
    return warp;
  }
}
