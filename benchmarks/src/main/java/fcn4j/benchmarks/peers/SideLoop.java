package fcn4j.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The protocol of lines that a side speaks. It says {@code ready LIBRARY VERSION}; told {@code
 * pass} or {@code save FOLDER} it does so and says {@code done}; told anything else, or nothing
 * more, it ends.
 */
final class SideLoop {
  static final String READY = "ready ";
  static final String PASS = "pass";
  static final String SAVE = "save ";
  static final String QUIT = "quit";
  static final String DONE = "done";

  private SideLoop() {}

  /**
   * Serves on the process's standard input and output.
   *
   * @throws IOException if a result can't be written
   */
  static void serve(Side side) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(READY + side.version());
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals(PASS)) {
        side.run();
      } else if (line.startsWith(SAVE)) {
        side.save(Path.of(line.substring(SAVE.length())));
      } else {
        return;
      }
      out.println(DONE);
    }
  }
}
