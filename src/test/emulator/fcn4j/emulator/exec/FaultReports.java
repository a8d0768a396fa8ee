package fcn4j.emulator.exec;

import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.FaultKind;
import fcn4j.emulator.memory.Page;
import fcn4j.emulator.ptx.PtxInstruction;

/** Words the faults of a block: kernel, block, thread, PTX line and address. */
final class FaultReports {
  private final Frame frame;

  FaultReports(Frame frame) {
    this.frame = frame;
  }

  EmulatorFault at(FaultKind kind, int site, int lane, String detail) {
    PtxInstruction instruction = frame.kernel.source().instructions().get(site);
    return new EmulatorFault(
        kind,
        "kernel "
            + frame.kernel.source().name()
            + ", block ("
            + frame.ctaidX
            + ","
            + frame.ctaidY
            + ","
            + frame.ctaidZ
            + "), thread ("
            + frame.tidX[lane]
            + ","
            + frame.tidY[lane]
            + ","
            + frame.tidZ[lane]
            + "), PTX line "
            + instruction.line()
            + " `"
            + instruction.text()
            + "`: "
            + detail);
  }

  /** A race: says with whom. */
  EmulatorFault race(int site, int lane, Page page, int tag, String what) {
    boolean global = page.base != 0;
    long now = global ? frame.global.races.now() : frame.shared.races.now();
    long writer = page.writers == null ? 0 : page.writers[tag];
    long reader = page.readers == null ? 0 : page.readers[tag];
    boolean otherWriter = writer != 0 && otherBlock(writer, now);
    boolean otherReader =
        what.startsWith("writes") && reader != 0 && ((reader & 1) != 0 || otherBlock(reader, now));
    boolean between = global && (otherWriter || otherReader);
    FaultKind kind = between ? FaultKind.RACE_BETWEEN_BLOCKS : FaultKind.RACE_IN_BLOCK;
    return at(
        kind,
        site,
        lane,
        what
            + "; without order to it: last written by "
            + RaceTracker.describe(writer, now)
            + ", last read by "
            + RaceTracker.describe(reader, now));
  }

  private static boolean otherBlock(long tag, long now) {
    return tag >>> RaceTracker.BLOCK_SHIFT != now >>> RaceTracker.BLOCK_SHIFT;
  }
}
