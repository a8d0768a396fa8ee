package fcn4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.op.Backend;
import fcn4j.testing.TestGpu;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo's whole path on the CUDA backend, with a few iterations. */
@Tag("gpu")
class DemoGpuTest {
  @TempDir Path folder;

  @Test
  void classifierCastAndThreeStagesRunOnTheGpu() {
    DemoPlan plan = new DemoPlan(2, List.of(2, 2, 2), 11, 2, 1);
    CommandLine command = new CommandLine(new DemoCommand());
    Demo demo = new Demo(plan, folder, Output.messagesOnly(command.getCommandSpec()));
    try (Backend gpu = TestGpu.open()) {
      List<Demo.Part> parts = demo.run(gpu);
      DemoPictures.stages(folder.resolve("stages.png"), demo, gpu);
      assertThat(parts).hasSize(4);
      assertThat(parts).allSatisfy(part -> assertThat(part.metrics().meanIu()).isBetween(0.0, 1.0));
    }
    assertThat(folder.resolve("stages.png")).isNotEmptyFile();
    assertThat(demo.checkpoint(3)).isNotEmptyFile();
  }
}
