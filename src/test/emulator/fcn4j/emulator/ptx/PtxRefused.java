package fcn4j.emulator.ptx;

/** PTX text that the emulator does not take: the message quotes the line and its text. */
public final class PtxRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PtxRefused(int line, String text, String reason) {
    super("PTX line " + line + " `" + text.strip() + "`: " + reason);
  }
}
