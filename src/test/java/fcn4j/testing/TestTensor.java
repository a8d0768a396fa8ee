package fcn4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.op.Backend;
import fcn4j.op.Memory;
import fcn4j.op.View;
import fcn4j.reference.ReferenceMemory;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.Arrays;

/**
 * A tensor in a backend's memory between two guards, so that writes beside it are noticed. Doubles
 * go in and out: exactly on the reference backend, through floats elsewhere.
 */
public final class TestTensor implements AutoCloseable {
  private static final float GUARD = 12345.75f;
  private static final int MIN_GUARD_BYTES = 256;

  private final Backend backend;
  private final Memory memory;
  private final View view;
  private final long guardBytes;
  private final long bytes;

  private TestTensor(Backend backend, Shape shape, ElementType type, long bytes) {
    this.backend = backend;
    this.bytes = bytes;
    long alignment = backend.alignmentBytes();
    guardBytes = Math.ceilDiv(MIN_GUARD_BYTES, alignment) * alignment;
    memory = backend.allocate("a test's tensor", bytes + 2 * guardBytes);
    view = new View(memory, guardBytes, shape, type);
    float[] guard = new float[guardFloats()];
    Arrays.fill(guard, GUARD);
    memory.writeFloats(0, guard, 0, guard.length);
    memory.writeFloats(endGuard(), guard, 0, endGuardFloats());
  }

  /** A tensor; its values are undefined. */
  public static TestTensor of(Backend backend, Shape shape, ElementType type) {
    return new TestTensor(backend, shape, type, backend.bytes(type, shape.count()));
  }

  /** Raw memory, as a plan gives it for saved values and workspace. */
  public static TestTensor raw(Backend backend, long bytes) {
    Shape shape = new Shape(1, 1, 1, Math.toIntExact(bytes));
    return new TestTensor(backend, shape, ElementType.UINT8, bytes);
  }

  /** Where it is. */
  public View view() {
    return view;
  }

  /** Sets all values. */
  public void write(double[] values) {
    assertThat(values.length).isEqualTo(view.shape().arrayLength());
    if (memory instanceof ReferenceMemory reference) {
      System.arraycopy(values, 0, reference.array(), first(), values.length);
    } else if (view.type() == ElementType.UINT8) {
      byte[] narrow = new byte[values.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (byte) (int) values[i];
      }
      memory.writeBytes(view.offsetBytes(), narrow, 0, narrow.length);
    } else {
      float[] narrow = new float[values.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (float) values[i];
      }
      memory.writeTensor(view.offsetBytes(), view.shape(), narrow);
    }
  }

  /** Makes everything not-a-number. */
  public void spoil() {
    float[] garbage = new float[Math.toIntExact(bytes / backend.bytes(ElementType.FLOAT32, 1))];
    Arrays.fill(garbage, Float.NaN);
    memory.writeFloats(view.offsetBytes(), garbage, 0, garbage.length);
  }

  /** All values. */
  public double[] read() {
    int count = view.shape().arrayLength();
    double[] values = new double[count];
    if (memory instanceof ReferenceMemory reference) {
      System.arraycopy(reference.array(), first(), values, 0, count);
      return values;
    }
    switch (view.type()) {
      case FLOAT32 -> {
        float[] raw = new float[count];
        memory.readTensor(view.offsetBytes(), view.shape(), raw);
        Arrays.setAll(values, i -> raw[i]);
      }
      case UINT8 -> {
        byte[] raw = new byte[count];
        memory.readBytes(view.offsetBytes(), raw, 0, count);
        Arrays.setAll(values, i -> raw[i] & 0xff);
      }
      case INT32 -> {
        int[] raw = new int[count];
        memory.readInts(view.offsetBytes(), raw, 0, count);
        Arrays.setAll(values, i -> raw[i]);
      }
    }
    return values;
  }

  /** Fails if something was written beside the tensor. */
  public void checkGuards(String what) {
    float[] before = new float[guardFloats()];
    float[] after = new float[endGuardFloats()];
    memory.readFloats(0, before, 0, before.length);
    memory.readFloats(endGuard(), after, 0, after.length);
    float[] expected = new float[before.length];
    Arrays.fill(expected, GUARD);
    assertThat(before).as("memory before " + what).isEqualTo(expected);
    assertThat(after).as("memory behind " + what).isEqualTo(Arrays.copyOf(expected, after.length));
  }

  private int first() {
    return Math.toIntExact(view.offsetBytes() / backend.bytes(view.type(), 1));
  }

  private int guardFloats() {
    return Math.toIntExact(guardBytes / backend.bytes(ElementType.FLOAT32, 1));
  }

  /** Where the guard behind begins: the next whole float after tensors of bytes. */
  private long endGuard() {
    long unit = backend.bytes(ElementType.FLOAT32, 1);
    return guardBytes + Math.ceilDiv(bytes, unit) * unit;
  }

  private int endGuardFloats() {
    return guardFloats() - 1;
  }

  @Override
  public void close() {
    memory.close();
  }
}
