package fcn4j.emulator.device;

import java.util.ArrayList;
import java.util.List;

/** Work recorded from streams, in the order of the calls. */
public final class CapturedGraph {
  private final List<Runnable> nodes = new ArrayList<>();
  private boolean invalid;

  void add(Runnable work) {
    nodes.add(work);
  }

  /** A copy that later changes do not touch. */
  public List<Runnable> nodes() {
    return List.copyOf(nodes);
  }

  /** Marks the capture as spoilt by a call that captures do not allow. */
  public void invalidate() {
    invalid = true;
  }

  public boolean invalid() {
    return invalid;
  }
}
