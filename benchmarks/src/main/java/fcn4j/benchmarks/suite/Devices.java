package fcn4j.benchmarks.suite;

import fcn4j.cuda.CudaReport;
import fcn4j.onednn.OnednnBackend;
import fcn4j.onednn.OnednnException;
import fcn4j.onednn.OnednnPrecision;

/**
 * What this machine can compute on.
 *
 * @param best {@code cuda} where there is a GPU, else {@code cpu} where oneDNN can be loaded, else
 *     {@code reference}
 * @param why what is missing for a better one; empty on a GPU
 * @param bf16 whether the processor computes in bfloat16
 */
record Devices(String best, String why, boolean bf16) {

  /** Looks. */
  static Devices here() {
    boolean bf16 = reason(OnednnPrecision.BF16).isEmpty();
    CudaReport report = CudaReport.probe();
    if (report.usable()) {
      return new Devices("cuda", "", bf16);
    }
    String reason = reason(OnednnPrecision.FP32);
    return reason.isEmpty()
        ? new Devices("cpu", report.reason(), bf16)
        : new Devices("reference", report.reason() + "; " + reason, false);
  }

  /** Why oneDNN can't compute; empty where it can. */
  private static String reason(OnednnPrecision precision) {
    try (OnednnBackend backend = new OnednnBackend(1, precision)) {
      return "";
    } catch (OnednnException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
