package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.cuda.CudaException;
import fcn4j.op.BoundOp;
import fcn4j.op.ConfusionMatrix;
import fcn4j.op.Dropout;
import fcn4j.op.LabelException;
import fcn4j.op.LossNormalisation;
import fcn4j.op.Memory;
import fcn4j.op.OpArgs;
import fcn4j.op.Philox;
import fcn4j.op.Recording;
import fcn4j.op.Relu;
import fcn4j.op.ShapeException;
import fcn4j.op.SoftmaxLoss;
import fcn4j.op.StepState;
import fcn4j.op.View;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import fcn4j.testing.TestGpu;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the CUDA backend does besides computing operations. */
@Tag("gpu")
class GpuBackendTest {
  private static final Shape LINE = new Shape(1, 1, 1, 100);

  private GpuBackend backend;

  @BeforeEach
  void open() {
    backend = TestGpu.open();
  }

  @AfterEach
  void close() {
    if (backend != null) {
      backend.close();
    }
  }

  private static View view(Memory memory, long offsetBytes, Shape shape, ElementType type) {
    return new View(memory, offsetBytes, shape, type);
  }

  private static OpArgs forward(View in, View out) {
    return new OpArgs(List.of(in), out, List.of(), null, List.of(), List.of(), null, null);
  }

  @Test
  void copiesFloatsAndBytesThereAndBack() {
    try (Memory memory = backend.allocate("test", 4096)) {
      memory.writeFloats(256, new float[] {9, 1.5f, -2f, 9}, 1, 2);
      memory.writeBytes(512, new byte[] {1, (byte) 255}, 0, 2);
      memory.zero(1024, 8);
      float[] floats = new float[3];
      byte[] bytes = new byte[2];
      int[] ints = {7, 7};
      memory.readFloats(256, floats, 1, 2);
      memory.readBytes(512, bytes, 0, 2);
      memory.readInts(1024, ints, 0, 2);
      assertThat(floats).containsExactly(0, 1.5f, -2f);
      assertThat(bytes).containsExactly(1, 255);
      assertThat(ints).containsExactly(0, 0);
    }
  }

  @Test
  void refusesTensorsOutsideTheirMemoryAndOfOtherBackends() {
    BoundOp relu = backend.bind("relu1", new Relu(), List.of(LINE));
    try (Memory memory = backend.allocate("test", 512);
        ReferenceBackend other = new ReferenceBackend(1);
        Memory foreign = other.allocate("test", 800)) {
      View inside = view(memory, 0, LINE, ElementType.FLOAT32);
      View outside = view(memory, 256, LINE, ElementType.FLOAT32);
      View strange = view(foreign, 0, LINE, ElementType.FLOAT32);
      assertThatThrownBy(() -> relu.forward(forward(inside, outside)))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("arena test has 512 bytes");
      assertThatThrownBy(() -> relu.forward(forward(strange, inside)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another backend");
    }
  }

  @Test
  void refusesShapesThatTheOperationCannotTake() {
    assertThatThrownBy(() -> backend.bind("matrix", new ConfusionMatrix(3), List.of(LINE)))
        .isInstanceOf(ShapeException.class);
  }

  @Test
  void replayedWorkDrawsTheMaskOfItsStep() {
    Dropout op = new Dropout(0.5, 3);
    BoundOp dropout = backend.bind("drop6", op, List.of(LINE));
    try (Memory memory = backend.allocate("test", 1024)) {
      View in = view(memory, 0, LINE, ElementType.FLOAT32);
      View out = view(memory, 512, LINE, ElementType.FLOAT32);
      float[] ones = new float[100];
      Arrays.fill(ones, 1);
      memory.writeFloats(0, ones, 0, 100);
      backend.beginStep(new StepState(42, 0));
      try (Recording recording = backend.record(() -> dropout.forward(forward(in, out)))) {
        assertThat(read(memory)).containsExactly(mask(op, 0));
        for (int step = 1; step < 4; step++) {
          backend.beginStep(new StepState(42, step));
          recording.replay();
          assertThat(read(memory)).containsExactly(mask(op, step));
        }
      }
    }
  }

  private static float[] read(Memory memory) {
    float[] values = new float[100];
    memory.readFloats(512, values, 0, 100);
    return values;
  }

  private static float[] mask(Dropout op, int step) {
    float[] mask = new float[100];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Philox.keeps(op, new StepState(42, step), i) ? op.keepScale() : 0;
    }
    return mask;
  }

  @Test
  void namesTheFirstWrongLabelOnce() {
    Shape scores = new Shape(2, 3, 2, 4);
    Shape labels = scores.withChannels(1);
    BoundOp loss =
        backend.bind("loss", SoftmaxLoss.plain(LossNormalisation.SUM), List.of(scores, labels));
    byte[] truth = new byte[16];
    truth[3] = (byte) 255;
    truth[13] = 3;
    truth[15] = 17;
    try (Memory memory = backend.allocate("test", 4096)) {
      OpArgs args =
          new OpArgs(
              List.of(
                  view(memory, 0, scores, ElementType.FLOAT32),
                  view(memory, 256, labels, ElementType.UINT8)),
              view(memory, 512, Shape.scalar(), ElementType.FLOAT32),
              List.of(),
              null,
              Arrays.asList(null, null),
              List.of(),
              view(memory, 768, Shape.scalar(), ElementType.UINT8),
              view(memory, 1536, Shape.scalar(), ElementType.UINT8));
      memory.writeFloats(0, new float[48], 0, 48);
      memory.writeBytes(256, truth, 0, 16);
      loss.forward(args);
      assertThatThrownBy(() -> loss.verify(args))
          .isInstanceOf(LabelException.class)
          .hasMessageContaining("label 3 at row 1, column 1 of image 1");
      assertThatCode(() -> loss.verify(args)).doesNotThrowAnyException();
      loss.forward(args);
      assertThatThrownBy(() -> loss.verify(args)).isInstanceOf(LabelException.class);
    }
    loss.close();
  }

  @Test
  void sayWhatMemoryWasAskedForWhenItRunsOut() {
    assertThatThrownBy(() -> backend.allocate("activations", 1L << 50))
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("activations")
        .hasMessageContaining(Long.toString(1L << 50));
  }

  @Test
  void saysWhatItComputesOn() {
    assertThat(backend.name()).isEqualTo("cuda");
    assertThat(backend.description())
        .contains(backend.gpu().info().name(), "FP32", "deterministic");
  }
}
