package fcn4j.onednn;

import static fcn4j.onednn.OnednnException.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_data_type_undef;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_submemory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import fcn4j.tensor.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * What is needed only while primitives are made: layouts, attributes, descriptors. It owns them all
 * and destroys them when it is closed.
 */
final class Build implements AutoCloseable {
  private final Engine engine;
  private final String node;
  private final Deque<Runnable> owned = new ArrayDeque<>();

  /**
   * @param node for messages
   */
  Build(Engine engine, String node) {
    this(engine, node, false);
  }

  /**
   * @param alone whether the primitives will run on one thread each
   */
  Build(Engine engine, String node, boolean alone) {
    this.engine = engine;
    this.node = node;
    if (alone) {
      engine.bindAlone();
    } else {
      engine.bindThread();
    }
  }

  /** A call that makes a primitive descriptor. */
  @FunctionalInterface
  interface Call {
    /** Returns the status. */
    int run(dnnl_primitive_desc descriptor);
  }

  Engine engine() {
    return engine;
  }

  /** A tensor as this backend keeps it: extents n, c, h, w; the channels vary fastest. */
  dnnl_memory_desc tensor(Shape shape) {
    return tensor(shape, dnnl_f32);
  }

  /** The same with elements of another type. */
  dnnl_memory_desc tensor(Shape shape, int type) {
    long[] dims = dims(shape);
    long row = (long) shape.w() * shape.c();
    return strided(type, dims, shape.h() * row, 1, row, shape.c());
  }

  /** The rectangle of a tensor that begins at a row and a column. */
  dnnl_memory_desc part(dnnl_memory_desc whole, Shape shape, int channel, int row, int column) {
    dnnl_memory_desc descriptor = own(new dnnl_memory_desc());
    check(
        node + ", part of a tensor",
        dnnl_memory_desc_create_submemory(
            descriptor, whole, dims(shape), new long[] {0, channel, row, column}));
    return descriptor;
  }

  /** Dense, the last extent varying fastest. */
  dnnl_memory_desc plain(long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strided(dnnl_f32, dims, strides);
  }

  /** A matrix whose columns are contiguous. */
  dnnl_memory_desc transposed(long rows, long columns) {
    return strided(dnnl_f32, new long[] {rows, columns}, 1, rows);
  }

  private dnnl_memory_desc strided(int type, long[] dims, long... strides) {
    dnnl_memory_desc descriptor = own(new dnnl_memory_desc());
    check(
        node + ", a layout",
        dnnl_memory_desc_create_with_strides(descriptor, dims.length, dims, type, strides));
    return descriptor;
  }

  /** A layout that oneDNN chooses, for elements of a type. */
  dnnl_memory_desc any(int type, long... dims) {
    dnnl_memory_desc descriptor = own(new dnnl_memory_desc());
    check(
        node + ", a layout",
        dnnl_memory_desc_create_with_tag(descriptor, dims.length, dims, type, dnnl_format_tag_any));
    return descriptor;
  }

  private dnnl_memory_desc own(dnnl_memory_desc descriptor) {
    owned.push(() -> check("dnnl_memory_desc_destroy", dnnl_memory_desc_destroy(descriptor)));
    return descriptor;
  }

  /** Attributes of every primitive here: scratch memory comes from the plan. */
  dnnl_primitive_attr attributes() {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    check("dnnl_primitive_attr_create", dnnl_primitive_attr_create(attributes));
    owned.push(() -> check("dnnl_primitive_attr_destroy", dnnl_primitive_attr_destroy(attributes)));
    check(
        "dnnl_primitive_attr_set_scratchpad_mode",
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user));
    return attributes;
  }

  /**
   * Attributes with what follows a computation.
   *
   * @param accumulate whether the result is added to what is there
   * @param relu whether negative results become 0
   */
  dnnl_primitive_attr attributes(boolean accumulate, boolean relu) {
    dnnl_primitive_attr attributes = attributes();
    dnnl_post_ops operations = new dnnl_post_ops();
    check("dnnl_post_ops_create", dnnl_post_ops_create(operations));
    owned.push(() -> check("dnnl_post_ops_destroy", dnnl_post_ops_destroy(operations)));
    if (accumulate) {
      check(
          "dnnl_post_ops_append_sum",
          dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef));
    }
    if (relu) {
      check(
          "dnnl_post_ops_append_eltwise",
          dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_relu, 0, 0));
    }
    check(
        "dnnl_primitive_attr_set_post_ops",
        dnnl_primitive_attr_set_post_ops(attributes, operations));
    return attributes;
  }

  /** Makes a primitive descriptor. */
  dnnl_primitive_desc descriptor(String what, Call call) {
    dnnl_primitive_desc descriptor = new dnnl_primitive_desc();
    check(node + ", " + what, call.run(descriptor));
    owned.push(() -> check("dnnl_primitive_desc_destroy", dnnl_primitive_desc_destroy(descriptor)));
    return descriptor;
  }

  /** Makes a primitive of a descriptor; the caller owns it. */
  Primitive primitive(String what, dnnl_primitive_desc descriptor, int... kinds) {
    return new Primitive(node + ", " + what, engine, descriptor, kinds);
  }

  static long[] dims(Shape shape) {
    return new long[] {shape.n(), shape.c(), shape.h(), shape.w()};
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().run();
    }
  }
}
