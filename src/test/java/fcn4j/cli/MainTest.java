package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** The commands, of which a run knows only the one that it was given. */
class MainTest {

  static Iterable<Map.Entry<String, Class<?>>> commands() {
    return Main.COMMANDS.entrySet();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isCalledAsItsListSays(Map.Entry<String, Class<?>> command) {
    assertThat(command.getValue().getAnnotation(Command.class).name()).isEqualTo(command.getKey());
    CommandRun help = CommandRun.of(command.getKey(), "--help");
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("Usage: fcn4j " + command.getKey()).contains("-h, --help");
  }

  @Test
  void helpListsAllAndAMisspeltOneIsToldTheNearest() {
    assertThat(CommandRun.of("--help").out()).contains(Main.COMMANDS.keySet());
    CommandRun wrong = CommandRun.of("segmnt", "a.png");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("segmnt").contains("segment");
  }
}
