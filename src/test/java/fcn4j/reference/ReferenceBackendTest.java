package fcn4j.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.op.Conv2d;
import fcn4j.op.Conv2dRelu;
import fcn4j.op.Memory;
import fcn4j.op.OpArgs;
import fcn4j.op.Relu;
import fcn4j.op.ShapeException;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReferenceBackendTest {
  private final ReferenceBackend backend = new ReferenceBackend(2);

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void saysWhatItIs() {
    assertThat(backend.name()).isEqualTo("reference");
    assertThat(backend.description()).contains("2 thread(s)", "double");
    assertThat(backend.bytes(ElementType.UINT8, 3)).isEqualTo(24);
  }

  @Test
  void memoryKeepsEveryTypeOfElement() {
    try (Memory memory = backend.allocate("test", backend.bytes(ElementType.FLOAT32, 4))) {
      memory.writeFloats(8, new float[] {9, 0.1f, -2}, 1, 2);
      float[] floats = new float[3];
      memory.readFloats(8, floats, 1, 2);
      assertThat(floats).containsExactly(0, 0.1f, -2);
      memory.writeBytes(0, new byte[] {0, (byte) 200}, 1, 1);
      byte[] bytes = new byte[2];
      memory.readBytes(0, bytes, 1, 1);
      assertThat(bytes).containsExactly(0, (byte) 200);
      int[] ints = new int[1];
      memory.readInts(0, ints, 0, 1);
      assertThat(ints).containsExactly(200);
      memory.zero(8, 8);
      memory.readFloats(8, floats, 0, 2);
      assertThat(floats).containsExactly(0, -2, -2);
      assertThat(memory.bytes()).isEqualTo(32);
    }
  }

  @Test
  void memoryThatCannotBeHadSaysHowMuchAndForWhat() {
    assertThatThrownBy(() -> backend.allocate("activations", 20L << 30))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("activations need 20480 MiB")
        .hasMessageContaining("use smaller images or batches");
  }

  @Test
  void useAfterCloseIsNamed() {
    Memory memory = backend.allocate("labels", 80);
    memory.close();
    memory.close();
    assertThatThrownBy(() -> memory.zero(0, 8))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("memory for labels is used after it was closed");
  }

  @Test
  void tensorsMustLieInTheirMemory() {
    Shape shape = new Shape(1, 1, 2, 3);
    try (Memory memory = backend.allocate("test", 40)) {
      View view = new View(memory, 0, shape, ElementType.FLOAT32);
      OpArgs args =
          new OpArgs(List.of(view), view, List.of(), null, List.of(), List.of(), null, null);
      assertThatThrownBy(() -> backend.bind("relu", new Relu(), List.of(shape)).forward(args))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("(1,1,2,3) at element 0 reaches beyond its memory of 5 elements");
    }
  }

  @Test
  void inputsThatDoNotFitAreRefusedWhenBound() {
    assertThatThrownBy(() -> backend.bind("relu", new Relu(), List.of()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("Relu takes 1 input(s), got 0");
  }

  @Test
  void aConvolutionBoundForItsForwardPassNeedsNoWorkspace() {
    Conv2dRelu op = new Conv2dRelu(Conv2d.square(2, 3, 3, 1, 1));
    List<Shape> inputs = List.of(new Shape(1, 2, 4, 5));
    assertThat(backend.bind("conv", op, inputs).workspaceBytes()).isEqualTo(3 * 4 * 5 * 8);
    assertThat(backend.bindForward("conv", op, inputs).workspaceBytes()).isZero();
  }

  @Test
  void needsAThread() {
    assertThatThrownBy(() -> new ReferenceBackend(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1, got 0");
  }
}
