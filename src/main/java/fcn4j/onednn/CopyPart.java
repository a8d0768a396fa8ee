package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Makes primitives that copy a part of a tensor to a part of another; arguments from, to. */
final class CopyPart {
  private CopyPart() {}

  /**
   * @param added whether values are added to what is there
   */
  static Primitive of(
      Build build, String what, dnnl_memory_desc from, dnnl_memory_desc to, boolean added) {
    dnnl_primitive_attr attributes = build.attributes(added, false);
    return build.primitive(
        what,
        build.descriptor(
            what,
            descriptor ->
                dnnl_reorder_primitive_desc_create(
                    descriptor,
                    from,
                    build.engine().engine(),
                    to,
                    build.engine().engine(),
                    attributes)),
        DNNL_ARG_SRC,
        DNNL_ARG_DST);
  }
}
