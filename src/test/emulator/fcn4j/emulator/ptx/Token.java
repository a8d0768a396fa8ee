package fcn4j.emulator.ptx;

/** A word or one punctuation sign, with its line. */
record Token(String text, int line) {
  boolean is(String other) {
    return text.equals(other);
  }
}
