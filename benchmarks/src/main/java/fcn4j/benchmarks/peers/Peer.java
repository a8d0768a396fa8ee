package fcn4j.benchmarks.peers;

import java.util.List;
import java.util.Map;

/**
 * One who takes part, in one configuration.
 *
 * @param who short name; {@link #OURS} is the engine
 * @param configuration what of its settings was chosen, for people
 * @param key the same for its process, without spaces
 * @param precision that it is compared in: {@code fp32}, {@code tf32}, {@code bf16}
 * @param host which process it lives in; peers with the same host share one
 * @param alone whether that process ends when nothing is open in it
 * @param command starts the process
 * @param environment what the process gets besides the usual variables
 */
record Peer(
    String who,
    String configuration,
    String key,
    String precision,
    String host,
    boolean alone,
    List<String> command,
    Map<String, String> environment) {
  /** The engine itself. */
  static final String OURS = "fcn4j";

  /** Copies the collections. */
  Peer {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  boolean ours() {
    return who.equals(OURS);
  }

  /** For people. */
  String label() {
    return who + " " + configuration;
  }
}
