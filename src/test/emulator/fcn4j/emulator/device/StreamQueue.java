package fcn4j.emulator.device;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A stream: work in order. An eager stream runs work when it is given; a lazy one only when
 * something waits for it, which shows where a program forgets to wait.
 */
public final class StreamQueue {
  private final boolean blocking;
  private final boolean lazy;
  private final Deque<Runnable> pending = new ArrayDeque<>();
  private @Nullable CapturedGraph capture;
  private boolean captureOrigin;

  public StreamQueue(boolean blocking, boolean lazy) {
    this.blocking = blocking;
    this.lazy = lazy;
  }

  /** Whether it waits for the legacy default stream and the other way round. */
  public boolean blocking() {
    return blocking;
  }

  public @Nullable CapturedGraph capture() {
    return capture;
  }

  public boolean isCaptureOrigin() {
    return captureOrigin;
  }

  /** Records work into a graph from now on instead of running it. */
  public void beginCapture(CapturedGraph graph, boolean origin) {
    capture = graph;
    captureOrigin = origin;
  }

  public void endCapture() {
    capture = null;
    captureOrigin = false;
  }

  /** Enqueues work, or records it where the stream is being captured. */
  public void submit(Runnable work) {
    CapturedGraph graph = capture;
    if (graph != null) {
      graph.add(work);
    } else if (lazy) {
      pending.add(work);
    } else {
      work.run();
    }
  }

  /** Enqueues a mark. */
  public Ticket mark() {
    Ticket ticket = new Ticket(this);
    submit(ticket::reach);
    return ticket;
  }

  /** Lets later work of this stream wait for a mark in any stream. */
  public void waitFor(Ticket ticket) {
    submit(() -> reach(ticket));
  }

  /** Runs the stream of a mark until the mark is reached. */
  public static void reach(Ticket ticket) {
    boolean more = true;
    while (more && !ticket.done()) {
      more = ticket.stream().step();
    }
  }

  /** Runs one piece of work towards a mark. */
  public static void step(Ticket ticket) {
    ticket.stream().step();
  }

  /** Runs the oldest pending work; false where there is none. */
  public boolean step() {
    Runnable work = pending.poll();
    if (work == null) {
      return false;
    }
    work.run();
    return true;
  }

  /** Runs everything pending. */
  public void drain() {
    boolean more = true;
    while (more) {
      more = step();
    }
  }

  public boolean idle() {
    return pending.isEmpty();
  }

  /** Drops pending work: the context has a sticky error. */
  public void clear() {
    pending.clear();
  }
}
