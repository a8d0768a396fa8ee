package fcn4j.onednn;

import static fcn4j.onednn.OnednnException.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_blob;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_blob;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Weights in a layout that oneDNN has chosen for a convolution. */
final class Reordering implements Packing {
  private final Engine engine;
  private final byte[] from;
  private final byte[] to;
  private final long bytes;

  /** Keeps copies of the layouts. */
  Reordering(Engine engine, dnnl_memory_desc from, dnnl_memory_desc to) {
    this.engine = engine;
    this.from = blob(from);
    this.to = blob(to);
    bytes = dnnl_memory_desc_get_size(to);
  }

  private static byte[] blob(dnnl_memory_desc layout) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      BytePointer none = null;
      check("size of a layout", dnnl_memory_desc_get_blob(none, size, layout));
      byte[] blob = new byte[Math.toIntExact(size.get())];
      check("a layout", dnnl_memory_desc_get_blob(blob, size, layout));
      return blob;
    }
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** The primitive is made each time: oneDNN has it in its cache, and it is needed rarely. */
  @Override
  public void pack(long fromAddress, long toAddress) {
    dnnl_memory_desc source = restore(from);
    dnnl_memory_desc target = restore(to);
    try (Build build = new Build(engine, "weights")) {
      Primitive reorder =
          build.primitive(
              "packing",
              build.descriptor(
                  "packing",
                  descriptor ->
                      dnnl_reorder_primitive_desc_create(
                          descriptor, source, engine.engine(), target, engine.engine(), null)),
              DNNL_ARG_SRC,
              DNNL_ARG_DST);
      try (reorder) {
        reorder.run(fromAddress, toAddress);
      }
    } finally {
      check("dnnl_memory_desc_destroy", dnnl_memory_desc_destroy(source));
      check("dnnl_memory_desc_destroy", dnnl_memory_desc_destroy(target));
    }
  }

  private static dnnl_memory_desc restore(byte[] blob) {
    dnnl_memory_desc layout = new dnnl_memory_desc();
    check("a layout", dnnl_memory_desc_create_with_blob(layout, blob));
    return layout;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reordering that
        && Arrays.equals(from, that.from)
        && Arrays.equals(to, that.to);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
  }
}
