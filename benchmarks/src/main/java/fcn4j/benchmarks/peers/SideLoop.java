package fcn4j.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of lines that a side's process speaks. It says {@code ready LIBRARY VERSION}, and
 * then answers each line with {@code done …}, or with {@code failed REASON} and goes on:
 *
 * <ul>
 *   <li>{@code open PASS KEY}: opens a configuration and does its first passes;
 *   <li>{@code time PASS KEY N}: does N passes; says {@code WALL/DEVICE} of each in milliseconds,
 *       {@code -} where the device has no clock of its own;
 *   <li>{@code memory PASS KEY}: the most bytes of the device that a pass takes, and how many it
 *       keeps reserved; {@code -} where that can only be seen from outside;
 *   <li>{@code save PASS KEY FOLDER}: writes the last pass's results;
 *   <li>{@code close PASS KEY}.
 * </ul>
 *
 * Told anything else, or nothing more, it ends.
 */
final class SideLoop {
  static final String READY = "ready ";
  static final String DONE = "done";
  static final String FAILED = "failed ";
  static final String QUIT = "quit";

  /** Says that a value is not to be had. */
  static final String NONE = "-";

  private static final int WORDS = 4;

  private final Opening opening;
  private final Map<String, Side> open = new LinkedHashMap<>();

  /** Opens sides. */
  interface Opening {
    /**
     * A side that has done no pass yet.
     *
     * @throws IOException if the material can't be read
     */
    Side open(Pass pass, String key) throws IOException;
  }

  private SideLoop(Opening opening) {
    this.opening = opening;
  }

  /**
   * Serves on the process's standard input and output.
   *
   * @param version name and version of the library
   * @throws IOException if these break
   */
  static void serve(String version, Opening opening) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(READY + version);
    SideLoop loop = new SideLoop(opening);
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ", WORDS);
        if (words.length < 3) {
          return;
        }
        out.println(loop.answer(words));
      }
    } finally {
      loop.open.values().forEach(Side::close);
    }
  }

  private String answer(String[] words) {
    try {
      return (DONE + " " + answer(words[0], words[1], words[2], words[words.length - 1])).strip();
    } catch (IOException | RuntimeException | LinkageError e) {
      e.printStackTrace();
      String reason = e.toString().lines().findFirst().orElse("");
      return FAILED + reason;
    }
  }

  private String answer(String command, String pass, String key, String argument)
      throws IOException {
    String name = pass + " " + key;
    return switch (command) {
      case "open" -> {
        Side side = opening.open(Pass.of(pass), key);
        open.put(name, side);
        side.run();
        side.run();
        side.settled();
        yield "";
      }
      case "time" -> time(side(name), Integer.parseInt(argument));
      case "memory" -> {
        Long bytes = side(name).peakBytes();
        yield bytes == null ? NONE : bytes + " " + bytes;
      }
      case "save" -> {
        side(name).save(Path.of(argument));
        yield "";
      }
      case "close" -> {
        side(name).close();
        open.remove(name);
        yield "";
      }
      default -> throw new PeerException("unknown command " + command);
    };
  }

  private Side side(String name) {
    Side side = open.get(name);
    if (side == null) {
      throw new PeerException(name + " is not open");
    }
    return side;
  }

  private static String time(Side side, int passes) {
    List<String> times = new ArrayList<>();
    for (int i = 0; i < passes; i++) {
      long begin = System.nanoTime();
      side.run();
      double wall = (System.nanoTime() - begin) / 1e6;
      times.add(number(wall) + "/" + number(side.deviceMillis()));
    }
    return String.join(" ", times);
  }

  private static String number(@Nullable Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.4f", value);
  }
}
