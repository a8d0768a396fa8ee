package fcn4j.benchmarks.peers;

/** A side that can't take part, or gave up; the message says why. */
final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PeerException(String message) {
    super(message);
  }

  PeerException(String message, Throwable cause) {
    super(message, cause);
  }
}
