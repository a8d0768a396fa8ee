package fcn4j.cli;

/** Something that the user gave can't be used; the message names what, where, and the remedy. */
final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadInputException(String message) {
    super(message);
  }
}
