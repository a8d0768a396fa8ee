package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import fcn4j.op.MatrixFactors;
import fcn4j.op.Occupancy;
import fcn4j.op.Probe;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * A matrix product by oneDNN, with factors in layouts that it chooses: they are rounded and packed
 * once, before the first run.
 */
final class ProductOnednn implements Probe {
  /** Sums of some thousand terms in float32. */
  private static final double SUMS = 1e-5;

  /** Both factors rounded to 8 bits of significand. */
  private static final double ROUNDED_FACTORS = 0x1p-8 + 0x1p-18;

  private final MatrixFactors factors;
  private final OnednnPrecision precision;
  private final OnednnMemory memory;
  private final Primitive product;
  private final long productOffset;
  private final long[] addresses;

  ProductOnednn(Engine engine, int extent, Occupancy occupancy) {
    factors = new MatrixFactors(extent);
    precision = engine.precision();
    long matrixBytes = OnednnMemory.aligned(Float.BYTES * factors.count());
    try (Build build = new Build(engine, "matrix product")) {
      dnnl_primitive_desc descriptor = descriptor(build, extent);
      product =
          build.primitive("product", descriptor, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
      long left = 2 * matrixBytes;
      long right = left + OnednnMemory.aligned(Primitive.bytes(descriptor, DNNL_ARG_SRC));
      productOffset = right + OnednnMemory.aligned(Primitive.bytes(descriptor, DNNL_ARG_WEIGHTS));
      long scratch = productOffset + matrixBytes;
      memory = new OnednnMemory("a matrix product", scratch + product.scratchBytes(), occupancy);
      factors.write(memory, 0, matrixBytes, rowBytes());
      long base = memory.segment().address();
      pack(build, descriptor, DNNL_ARG_SRC, base, base + left);
      pack(build, descriptor, DNNL_ARG_WEIGHTS, base + matrixBytes, base + right);
      addresses = new long[] {base + left, base + right, base + productOffset, base + scratch};
    }
  }

  private dnnl_primitive_desc descriptor(Build build, int extent) {
    int type =
        switch (precision) {
          case FP32 -> dnnl_f32;
          case BF16 -> dnnl_bf16;
        };
    dnnl_memory_desc factor = build.any(type, extent, extent);
    dnnl_memory_desc result = build.plain(extent, extent);
    return build.descriptor(
        "product",
        target ->
            dnnl_matmul_primitive_desc_create(
                target, build.engine().engine(), factor, factor, null, result, build.attributes()));
  }

  private void pack(Build build, dnnl_primitive_desc descriptor, int kind, long from, long to) {
    dnnl_memory_desc plain = build.plain(factors.extent(), factors.extent());
    dnnl_memory_desc packed = Primitive.layout(descriptor, kind);
    try (Primitive packing = CopyPart.of(build, "packing", plain, packed, false);
        OnednnMemory scratch =
            new OnednnMemory("packing", 1 + packing.scratchBytes(), new Occupancy())) {
      packing.run(from, to, scratch.segment().address());
    }
  }

  private long rowBytes() {
    return (long) Float.BYTES * factors.extent();
  }

  @Override
  public void run() {
    product.run(addresses);
  }

  @Override
  public long multiplyAdds() {
    return factors.multiplyAdds();
  }

  @Override
  public long bytes() {
    int factorBytes = precision == OnednnPrecision.BF16 ? Short.BYTES : Float.BYTES;
    return factors.count() * (2L * factorBytes + Float.BYTES);
  }

  @Override
  public void verify() {
    double rounding = precision == OnednnPrecision.BF16 ? ROUNDED_FACTORS : 0;
    factors.check(memory, productOffset, rowBytes(), SUMS + rounding);
  }

  @Override
  public void close() {
    product.close();
    memory.close();
  }
}
