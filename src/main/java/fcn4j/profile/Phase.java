package fcn4j.profile;

import java.util.Locale;

/** Which part of a step. */
public enum Phase {
  FORWARD,
  BACKWARD,
  UPDATE;

  /** In lower case, for people and files. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
