package fcn4j.benchmarks.peers;

import java.util.List;
import java.util.Map;

/**
 * One who takes part, in one configuration.
 *
 * @param who short name; {@link #OURS} is the engine
 * @param configuration what of its settings was chosen
 * @param command starts its process; {@link #PASS} stands for the pass
 * @param environment what the process gets besides the usual variables
 * @param trains whether it can train
 */
record Peer(
    String who,
    String configuration,
    List<String> command,
    Map<String, String> environment,
    boolean trains) {
  /** The engine itself. */
  static final String OURS = "fcn4j";

  /** In a command: the word for the pass. */
  static final String PASS = "{pass}";

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

  /** The same with a pass in its command. */
  Peer doing(Pass pass) {
    List<String> words =
        command.stream().map(word -> word.equals(PASS) ? pass.word() : word).toList();
    return new Peer(who, configuration, words, environment, trains);
  }
}
