package fcn4j.benchmarks.results;

/** Names of commits. */
public final class CommitName {
  /** Stands where nobody tells. */
  static final String UNKNOWN = "unknown";

  /** Ends the name where files differ from the commit. */
  static final String CHANGED = "-changed";

  private static final int DIGITS = 7;

  private CommitName() {}

  /** The first seven digits, and whether files differed. */
  public static String shortened(String commit) {
    if (commit.startsWith(UNKNOWN)) {
      return commit;
    }
    String digits = commit.substring(0, Math.min(DIGITS, commit.length()));
    return digits + (commit.endsWith(CHANGED) ? CHANGED : "");
  }
}
