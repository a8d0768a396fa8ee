package fcn4j.emulator.exec;

/** The byte code of a kernel. */
interface Program {
  /** Runs a segment for the active lanes of the frame. */
  void run(int segment, Frame frame);
}
