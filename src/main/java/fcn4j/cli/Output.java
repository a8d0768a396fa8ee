package fcn4j.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The option {@code --json} and where a command writes: results on standard output, as text for
 * people or one JSON object a line, messages on standard error.
 */
final class Output {
  @Option(
      names = "--json",
      description = "Print results as JSON, one object a line, on standard output.")
  private boolean json;

  private boolean messagesOnly;

  /** Made when first needed: it takes a good part of a short run. */
  private static final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();
  }

  @SuppressWarnings("NullAway.Init") // set by picocli
  @Spec(Target.MIXEE)
  private CommandSpec command;

  /** The same for a part of a command whose results the command prints itself: messages only. */
  Output quietly() {
    return messagesOnly(command);
  }

  /** Writes a command's messages, and no results. */
  static Output messagesOnly(CommandSpec command) {
    Output quiet = new Output();
    quiet.command = command;
    quiet.messagesOnly = true;
    return quiet;
  }

  /** Whether results are wanted as JSON. */
  boolean json() {
    return json;
  }

  /** Values as JSON text in UTF-8. */
  static byte[] jsonBytes(Map<String, ? extends @Nullable Object> values) {
    return Json.MAPPER.writeValueAsBytes(values);
  }

  /** Values as they would be read again from {@link #jsonBytes}. */
  static JsonNode jsonTree(Map<String, ? extends @Nullable Object> values) {
    return Json.MAPPER.readTree(jsonBytes(values));
  }

  /** Prints one JSON object as a line. */
  void object(Map<String, ?> values) {
    println(Json.MAPPER.writeValueAsString(values));
  }

  /** Prints a line of results. */
  void println(String line) {
    if (messagesOnly) {
      return;
    }
    PrintWriter out = command.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /** Prints a message to standard error. */
  void message(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println(line);
    err.flush();
  }
}
