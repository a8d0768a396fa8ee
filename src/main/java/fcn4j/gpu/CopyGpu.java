package fcn4j.gpu;

import fcn4j.cuda.DeviceArena;
import fcn4j.cuda.Lifetime;
import fcn4j.op.CopyPattern;
import fcn4j.op.Probe;

/** A copy from one block of device memory to another. */
final class CopyGpu implements Probe {
  private final GpuContext context;
  private final CopyPattern pattern;
  private final Lifetime lifetime = new Lifetime("copy");
  private final DeviceArena source;
  private final DeviceArena target;

  CopyGpu(GpuContext context, long bytes) {
    this.context = context;
    pattern = CopyPattern.ofBytes(bytes, Float.BYTES);
    try {
      source = lifetime.own(context.gpu().arena("the source of a copy", pattern.bytes()));
      target = lifetime.own(context.gpu().arena("the target of a copy", pattern.bytes()));
      pattern.write(new GpuMemory(source, context.stream()));
    } catch (RuntimeException failure) {
      throw lifetime.closeAfter(failure);
    }
    lifetime.onClose(context.stream()::synchronize);
  }

  @Override
  public void run() {
    target.enqueueCopy(0, source, 0, pattern.bytes(), context.stream());
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
    pattern.check(new GpuMemory(target, context.stream()));
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
