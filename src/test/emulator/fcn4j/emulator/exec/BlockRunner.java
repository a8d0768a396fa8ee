package fcn4j.emulator.exec;

import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.FaultKind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs one thread block: always the threads at the lowest place in the text, all at once, until
 * they meet, branch or end.
 */
final class BlockRunner {
  private final Frame frame;
  private final List<Segment> segments;
  private final @Nullable Meeting[] meetings;
  private final boolean[] hasCode;
  private final LaneList[] ready;
  private final BitSet places = new BitSet();
  private final Meetings waiting;
  private final int[] living;
  private long stepLimit;
  private int ended;
  private long steps;
  private long laneInstructions;

  BlockRunner(Frame frame) {
    this.frame = frame;
    this.segments = frame.kernel.segments();
    this.meetings = new Meeting[segments.size()];
    this.hasCode = new boolean[segments.size()];
    this.ready = new LaneList[segments.size()];
    for (Segment segment : segments) {
      int number = segment.number();
      ready[number] = new LaneList(frame.threads);
      hasCode[number] = KernelCompiler.hasCode(segment);
      if (segment.end() instanceof Segment.Meet meet) {
        meetings[number] = Meeting.of(meet.what());
      }
    }
    this.waiting = new Meetings(frame, this);
    this.living = new int[(frame.threads + 31) / 32];
  }

  long laneInstructions() {
    return laneInstructions;
  }

  /** Begins a launch. */
  void startLaunch(long newStepLimit) {
    stepLimit = newStepLimit;
    laneInstructions = 0;
  }

  /** Runs the block for which the frame is prepared. */
  void run() {
    ended = 0;
    steps = 0;
    waiting.clear();
    for (LaneList list : ready) {
      list.count = 0;
    }
    places.clear();
    Arrays.fill(living, 0);
    for (int lane = 0; lane < frame.threads; lane++) {
      living[lane >> 5] |= 1 << (lane & 31);
      proceed(0, lane);
    }
    while (ended < frame.threads) {
      int place = places.nextSetBit(0);
      if (place < 0) {
        waiting.resolve();
      } else {
        step(segments.get(place), ready[place]);
      }
    }
  }

  /** Lets a lane go on at a segment. */
  void proceed(int segment, int lane) {
    ready[segment].add(lane);
    places.set(segment);
  }

  /** Lets lanes go on at a segment. */
  void proceed(int segment, int[] lanes, int count) {
    if (count > 0) {
      ready[segment].addAll(lanes, count);
      places.set(segment);
    }
  }

  int ended() {
    return ended;
  }

  private void step(Segment segment, LaneList list) {
    int number = segment.number();
    int count = list.count;
    if (++steps > stepLimit) {
      throw frame.fault(
          FaultKind.NO_PROGRESS, site(segment), list.lanes[0], "the block does not come to an end");
    }
    places.clear(number);
    list.count = 0;
    if (hasCode[number]) {
      frame.lanes = list.lanes;
      frame.n = count;
      execute(segment);
    }
    laneInstructions += (long) count * (segment.body().size() + 1);
    switch (segment.end()) {
      case Segment.Next next -> proceed(next.segment(), list.lanes, count);
      case Segment.Branch branch -> {
        proceed(branch.fall(), list.lanes, frame.nFall);
        proceed(branch.taken(), frame.taken, frame.nTaken);
      }
      case Segment.Exit exit -> end(list.lanes, count);
      case Segment.Meet meet -> {
        Meeting meeting = meetings[number];
        if (meeting != null) {
          waiting.arrive(meeting, meet, number, list.lanes, count);
        }
      }
    }
  }

  private void end(int[] lanes, int count) {
    ended += count;
    for (int i = 0; i < count; i++) {
      living[lanes[i] >> 5] &= ~(1 << (lanes[i] & 31));
    }
  }

  /** The lanes of a warp that have not ended, as a mask. */
  int living(int warp) {
    return living[warp];
  }

  private void execute(Segment segment) {
    try {
      frame.kernel.program().run(segment.number(), frame);
    } catch (EmulatorFault fault) {
      if (fault.kind() != FaultKind.DIVISION_BY_ZERO) {
        throw fault;
      }
      throw frame.fault(
          fault.kind(),
          site(segment),
          frame.lanes[0],
          "at or after this line: " + fault.getMessage());
    }
  }

  private static int site(Segment segment) {
    return segment.body().isEmpty() ? 0 : segment.body().getFirst();
  }
}
