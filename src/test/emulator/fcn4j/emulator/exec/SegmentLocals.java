package fcn4j.emulator.exec;

/** The JVM locals that every segment's loop has. */
record SegmentLocals(
    int frame,
    int count,
    int index,
    int lanes,
    int lane,
    int ints,
    int longs,
    int intBase,
    int longBase,
    int taken,
    int takenCount,
    int fallCount) {}
