package fcn4j.net;

import java.util.List;

/**
 * What a transplant did.
 *
 * @param copied parameters of the target that were copied with equal extents
 * @param reinterpreted parameters that were copied value for value into other extents
 * @param refilled fixed upsampling that was filled anew
 * @param untouched parameters that the source does not have, left at the values that they had
 * @param random those of the untouched that hold random values: layers that will be trained from
 *     scratch
 * @param ignored arrays of the source that the target has no use for
 * @param misfits arrays of the source whose extents do not fit, with both extents; not copied
 */
public record TransplantReport(
    List<String> copied,
    List<String> reinterpreted,
    List<String> refilled,
    List<String> untouched,
    List<String> random,
    List<String> ignored,
    List<String> misfits) {
  /** Copies the lists. */
  public TransplantReport {
    copied = List.copyOf(copied);
    reinterpreted = List.copyOf(reinterpreted);
    refilled = List.copyOf(refilled);
    untouched = List.copyOf(untouched);
    random = List.copyOf(random);
    ignored = List.copyOf(ignored);
    misfits = List.copyOf(misfits);
  }

  @Override
  public String toString() {
    String text =
        "%d copied, %d reinterpreted %s, %d refilled, %d left as they were %s, %d ignored %s"
            .formatted(
                copied.size(),
                reinterpreted.size(),
                reinterpreted,
                refilled.size(),
                untouched.size(),
                untouched,
                ignored.size(),
                ignored);
    return misfits.isEmpty()
        ? text
        : text + ", %d do not fit and are not copied %s".formatted(misfits.size(), misfits);
  }
}
