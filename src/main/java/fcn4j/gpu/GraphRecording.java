package fcn4j.gpu;

import fcn4j.cuda.CapturedGraph;
import fcn4j.cuda.Gpu;
import fcn4j.op.Recording;
import org.jspecify.annotations.Nullable;

/**
 * Work that ran once as it is, which loads kernels and libraries, and from its first repetition on
 * is a CUDA graph: one launch for all of it.
 */
final class GraphRecording implements Recording {
  private final Gpu gpu;
  private final Runnable work;
  private @Nullable CapturedGraph graph;

  /** Runs the work. */
  GraphRecording(Gpu gpu, Runnable work) {
    this.gpu = gpu;
    this.work = work;
    work.run();
  }

  @Override
  public void replay() {
    CapturedGraph captured = graph;
    if (captured == null) {
      captured = CapturedGraph.capture(gpu, gpu.computeStream(), work);
      graph = captured;
    }
    captured.launch(gpu.computeStream());
  }

  @Override
  public void close() {
    CapturedGraph captured = graph;
    graph = null;
    if (captured != null) {
      // Destroying a graph that still runs is allowed, its memory is the plan's.
      captured.close();
    }
  }
}
