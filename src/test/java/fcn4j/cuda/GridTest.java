package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GridTest {
  @Test
  void roundsThreadsUpToBlocks() {
    assertThat(Grid.linear(1, 256).x()).isEqualTo(1);
    assertThat(Grid.linear(256, 256).x()).isEqualTo(1);
    assertThat(Grid.linear(257, 256).x()).isEqualTo(2);
    assertThat(Grid.linear((1L << 31) * 255, 256).x()).isEqualTo(2139095040);
  }

  @Test
  void refusesWhatNoDeviceLaunches() {
    assertThatThrownBy(() -> Grid.linear(0, 256)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Grid.linear(1L << 39, 256))
        .hasMessage("549755813888 threads in blocks of 256");
    assertThatThrownBy(() -> Grid.of(1, 65536, 1, 32)).hasMessageContaining("1x65536x1 blocks");
    assertThatThrownBy(() -> Grid.of(1, 1, 65536, 32)).hasMessageContaining("1x1x65536 blocks");
    assertThatThrownBy(() -> Grid.of(1, 1, 1, 1025)).hasMessageContaining("1025x1x1 threads");
    assertThatThrownBy(() -> new Grid(1, 1, 1, 1, 1, 65, 0)).hasMessageContaining("1x1x65");
    assertThatThrownBy(() -> Grid.of(1, 1, 1, 32).withSharedBytes(-1))
        .hasMessageContaining("-1 shared bytes");
    assertThat(new Grid(1, 65535, 65535, 16, 64, 1, 4096))
        .hasToString("1x65535x65535 blocks of 16x64x1 threads with 4096 shared bytes");
  }
}
