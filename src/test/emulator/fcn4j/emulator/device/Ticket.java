package fcn4j.emulator.device;

/** A place in a stream's order: done once everything before it has run. */
public final class Ticket {
  private final StreamQueue stream;
  private boolean done;
  private long nanos;

  Ticket(StreamQueue stream) {
    this.stream = stream;
  }

  StreamQueue stream() {
    return stream;
  }

  public boolean done() {
    return done;
  }

  /** When it was reached. */
  public long nanos() {
    return nanos;
  }

  void reach() {
    done = true;
    nanos = System.nanoTime();
  }
}
