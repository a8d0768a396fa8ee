package fcn4j.emulator.ptx;

/** A kernel parameter: its place in the parameter block, in bytes. */
public record PtxParam(String name, int offset, int bytes) {}
