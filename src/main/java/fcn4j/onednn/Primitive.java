package fcn4j.onednn;

import static fcn4j.onednn.OnednnException.check;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_exec_arg_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;

/**
 * A computation of oneDNN with its arguments in a fixed order. Owns the primitive and the memory
 * objects, which are addresses only, and a stream, so that primitives run on any threads.
 */
final class Primitive implements AutoCloseable {
  private final String name;
  private final Engine engine;
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_stream stream = new dnnl_stream();
  private final dnnl_memory[] memories;
  private final long[] addresses;
  private final dnnl_exec_arg_t arguments;
  private final Address address = new Address();
  private final long scratchBytes;
  private boolean open = true;

  /**
   * @param kinds oneDNN's numbers of the arguments, in the order in which {@link #run} gets them;
   *     the scratchpad comes last by itself
   */
  Primitive(String name, Engine engine, dnnl_primitive_desc descriptor, int... kinds) {
    this.name = name;
    this.engine = engine;
    scratchBytes = bytes(descriptor, DNNL_ARG_SCRATCHPAD);
    int count = kinds.length + (scratchBytes > 0 ? 1 : 0);
    memories = new dnnl_memory[count];
    addresses = new long[count];
    arguments = new dnnl_exec_arg_t(count);
    check(name + ", creating", dnnl_primitive_create(primitive, descriptor));
    check(
        name + ", stream", dnnl_stream_create(stream, engine.engine(), dnnl_stream_default_flags));
    for (int i = 0; i < count; i++) {
      int kind = i < kinds.length ? kinds[i] : DNNL_ARG_SCRATCHPAD;
      memories[i] = new dnnl_memory();
      check(
          name + ", argument " + kind,
          dnnl_memory_create(memories[i], layout(descriptor, kind), engine.engine(), null));
      arguments.getPointer(i).arg(kind).memory(memories[i]);
    }
  }

  /** The layout of an argument; owned by the descriptor. */
  static dnnl_memory_desc layout(dnnl_primitive_desc descriptor, int kind) {
    return dnnl_primitive_desc_query_md(descriptor, dnnl_query_exec_arg_md, kind);
  }

  /** Bytes of an argument; 0 if there is none of that kind. */
  static long bytes(dnnl_primitive_desc descriptor, int kind) {
    dnnl_memory_desc layout = layout(descriptor, kind);
    return layout == null || layout.isNull() ? 0 : dnnl_memory_desc_get_size(layout);
  }

  /** Bytes of scratch memory whose address {@link #run} wants last; 0 for none. */
  long scratchBytes() {
    return scratchBytes;
  }

  /**
   * Computes; waits.
   *
   * @param at addresses of the arguments, then that of the scratch memory, which is not looked at
   *     where none is needed
   */
  void run(long... at) {
    engine.bindThread();
    runBound(at);
  }

  /** The same on a thread whose number of oneDNN's threads is set already. */
  void runBound(long... at) {
    for (int i = 0; i < memories.length; i++) {
      if (addresses[i] != at[i]) {
        check(name, dnnl_memory_set_data_handle(memories[i], address.to(at[i])));
        addresses[i] = at[i];
      }
    }
    check(name, dnnl_primitive_execute(primitive, stream, memories.length, arguments));
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      for (dnnl_memory memory : memories) {
        check(name + ", releasing an argument", dnnl_memory_destroy(memory));
      }
      check(name + ", releasing", dnnl_primitive_destroy(primitive));
      check(name + ", releasing its stream", dnnl_stream_destroy(stream));
      arguments.close();
    }
  }
}
