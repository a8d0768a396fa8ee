package fcn4j.cuda;

/** There is no usable GPU here; the message says what is missing and how to get it. */
public final class CudaUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient CudaReport report;

  CudaUnavailableException(CudaReport report) {
    super("no usable GPU: " + report.reason());
    this.report = report;
  }

  /** What was found and what was not. */
  public CudaReport report() {
    return report;
  }
}
