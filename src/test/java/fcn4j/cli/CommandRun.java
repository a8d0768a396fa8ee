package fcn4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What a command printed, and its exit status.
 *
 * @param status 0 for success
 * @param out standard output
 * @param err standard error
 */
record CommandRun(int status, String out, String err) {

  /** Runs a command in this JVM. */
  static CommandRun of(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = List.of(args).stream().map(Object::toString).toArray(String[]::new);
    int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    return new CommandRun(status, out.toString(), err.toString());
  }

  /** The lines of standard output. */
  List<String> lines() {
    return out.lines().toList();
  }
}
