package fcn4j.emulator.memory;

/**
 * A wrong access or a wrong use of the device that the emulator noticed; the message is the whole
 * report.
 */
public final class EmulatorFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FaultKind kind;

  public EmulatorFault(FaultKind kind, String report) {
    super(kind + ": " + report);
    this.kind = kind;
  }

  public FaultKind kind() {
    return kind;
  }
}
