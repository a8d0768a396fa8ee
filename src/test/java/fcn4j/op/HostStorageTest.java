package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.tensor.ElementType;
import org.junit.jupiter.api.Test;

class HostStorageTest {
  private final HostStorage storage = new HostStorage();

  @Test
  void valuesComeBackAndDoNotTouchTheirNeighbours() {
    long floats = storage.bytes(ElementType.FLOAT32, 5);
    long ints = storage.bytes(ElementType.INT32, 2);
    assertThat(floats).isEqualTo(20);
    try (Memory memory = storage.allocate("test", floats + ints + 4)) {
      assertThat(memory.bytes()).isEqualTo(32);
      memory.writeFloats(4, new float[] {9, 1.5f, -2, 0.1f}, 1, 3);
      memory.writeBytes(20, new byte[] {0, 1, -1, 3, 7, 5, 0, 0, 0, 4}, 1, 9);
      float[] found = new float[6];
      memory.readFloats(0, found, 1, 5);
      assertThat(found).containsExactly(0, 0, 1.5f, -2, 0.1f, 0);
      byte[] bytes = new byte[5];
      memory.readBytes(21, bytes, 2, 3);
      assertThat(bytes).containsExactly(0, 0, -1, 3, 7);
      int[] counts = new int[2];
      memory.readInts(24, counts, 1, 1);
      assertThat(counts).containsExactly(0, 5);
      memory.zero(8, 4);
      memory.readFloats(0, found, 1, 5);
      assertThat(found).containsExactly(0, 0, 1.5f, 0, 0.1f, 0);
    }
  }

  @Test
  void whatLiesOutsideIsRefused() {
    Memory memory = storage.allocate("test", 16);
    assertThatThrownBy(() -> memory.writeFloats(8, new float[3], 0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    memory.close();
    memory.close();
    assertThatThrownBy(() -> memory.readFloats(0, new float[1], 0, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> storage.allocate("parameters", 1L << 46))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("parameters need 67108864 MiB");
  }
}
