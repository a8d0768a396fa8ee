package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.cuda.PtxAssembler.Usage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shipped kernel assembles for the architectures we care for, and no register spills. */
@Tag("build")
class ShippedPtxTest {
  private static final List<PtxText> SHIPPED = new ArrayList<>();
  private static PtxAssembler assembler;

  @BeforeAll
  static void load() throws IOException, URISyntaxException {
    assembler = new PtxAssembler();
    Path folder = Path.of(PtxText.class.getResource("/ptx/relu.ptx").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".ptx")).sorted().toList()) {
        SHIPPED.add(PtxText.resource(file.getFileName().toString().replace(".ptx", "")));
      }
    }
    assertThat(SHIPPED).hasSizeGreaterThanOrEqualTo(22);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_75", "sm_80", "sm_90"})
  void assemblesWithoutSpills(String architecture) {
    for (PtxText ptx : SHIPPED) {
      List<Usage> usages = assembler.assemble(ptx, architecture);
      Set<String> assembled = usages.stream().map(Usage::kernel).collect(Collectors.toSet());
      assertThat(assembled).as(ptx.name()).isEqualTo(ptx.entries().keySet()).isNotEmpty();
      assertThat(usages).as(ptx.name()).allMatch(usage -> usage.spillBytes() == 0);
    }
  }

  /** A driver older than the text's version would refuse it; 7.8 is that of CUDA 11.8. */
  @ParameterizedTest
  @ValueSource(strings = {".version 7.8", ".target sm_75"})
  void oldDriversTakeIt(String line) {
    assertThat(SHIPPED).allMatch(ptx -> ptx.text().lines().anyMatch(line::equals));
  }
}
