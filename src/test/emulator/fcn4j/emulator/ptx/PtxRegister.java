package fcn4j.emulator.ptx;

/** A virtual register: its number is unique in the kernel. */
public record PtxRegister(String name, PtxType type, int number) {}
