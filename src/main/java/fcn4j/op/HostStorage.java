package fcn4j.op;

import fcn4j.tensor.ElementType;

/** Memory outside Java's heap, in single precision, for values that are only read and written. */
public final class HostStorage implements Storage {
  @Override
  public long bytes(ElementType type, long elements) {
    return switch (type) {
      case FLOAT32, INT32 -> elements * Float.BYTES;
      case UINT8 -> elements;
    };
  }

  @Override
  public long alignmentBytes() {
    return HostMemory.ALIGNMENT_BYTES;
  }

  @Override
  public Memory allocate(String purpose, long bytes) {
    return new HostMemory(purpose, bytes);
  }
}
