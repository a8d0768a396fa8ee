package fcn4j.reference;

import fcn4j.op.BoundOp;
import fcn4j.op.Conv2d;
import fcn4j.op.Extent2;
import fcn4j.op.MatrixFactors;
import fcn4j.op.Memory;
import fcn4j.op.OpArgs;
import fcn4j.op.Probe;
import fcn4j.op.View;
import fcn4j.tensor.ElementType;
import fcn4j.tensor.Shape;
import java.util.List;

/** A matrix product as a 1x1 convolution: weights (out, in) times a picture of one row (in, w). */
final class ProductReference implements Probe {
  /** The product is rounded once, when it is read. */
  private static final double TOLERANCE = 0x1p-23;

  private final MatrixFactors factors;
  private final Memory memory;
  private final BoundOp product;
  private final OpArgs args;
  private final long matrixBytes;

  ProductReference(ReferenceBackend backend, int extent) {
    factors = new MatrixFactors(extent);
    matrixBytes = backend.bytes(ElementType.FLOAT32, factors.count());
    Shape picture = new Shape(1, extent, 1, extent);
    Shape weights = new Shape(1, 1, 1, Math.toIntExact(factors.count()));
    Conv2d conv =
        new Conv2d(extent, extent, Extent2.ONE, Extent2.ONE, Extent2.ZERO, Extent2.ONE, 1, false);
    product = backend.bind("matrix product", conv, List.of(picture));
    memory = backend.allocate("a matrix product", 3 * matrixBytes + product.workspaceBytes());
    factors.write(memory, 0, matrixBytes, rowBytes());
    args =
        new OpArgs(
            List.of(view(1, picture)),
            view(2, picture),
            List.of(view(0, weights)),
            null,
            List.of(),
            List.of(),
            null,
            product.workspaceBytes() == 0 ? null : view(3, Shape.scalar()));
  }

  private long rowBytes() {
    return matrixBytes / factors.extent();
  }

  private View view(int matrix, Shape shape) {
    return new View(memory, matrix * matrixBytes, shape, ElementType.FLOAT32);
  }

  @Override
  public void run() {
    product.forward(args);
  }

  @Override
  public long multiplyAdds() {
    return factors.multiplyAdds();
  }

  @Override
  public long bytes() {
    return 3 * matrixBytes;
  }

  @Override
  public void verify() {
    factors.check(memory, 2 * matrixBytes, rowBytes(), TOLERANCE);
  }

  @Override
  public void close() {
    product.close();
    memory.close();
  }
}
