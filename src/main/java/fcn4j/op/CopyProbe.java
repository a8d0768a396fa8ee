package fcn4j.op;

import fcn4j.tensor.ElementType;

/** A copy from one block of a backend's memory to another, by the threads of the processor. */
public final class CopyProbe implements Probe {
  private final CopyPattern pattern;
  private final Memory source;
  private final Memory target;
  private final Copying copying;

  /** How a backend copies. */
  @FunctionalInterface
  public interface Copying {
    /** Copies a whole block to another of the same length. */
    void copy(Memory source, Memory target);
  }

  /**
   * Allocates and fills the blocks.
   *
   * @param bytes length of a block
   */
  public CopyProbe(long bytes, Storage storage, Copying copying) {
    this.copying = copying;
    pattern = CopyPattern.ofBytes(bytes, storage.bytes(ElementType.FLOAT32, 1));
    source = storage.allocate("the source of a copy", pattern.bytes());
    try {
      target = storage.allocate("the target of a copy", pattern.bytes());
    } catch (IllegalStateException e) {
      source.close();
      throw e;
    }
    pattern.write(source);
  }

  @Override
  public void run() {
    copying.copy(source, target);
  }

  @Override
  public long multiplyAdds() {
    return 0;
  }

  @Override
  public long bytes() {
    return 2 * pattern.bytes();
  }

  @Override
  public void verify() {
    pattern.check(target);
  }

  @Override
  public void close() {
    source.close();
    target.close();
  }
}
