package fcn4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Makes primitives for matrix products: c = a b, where a matrix lies row by row or column by
 * column.
 */
final class Product {
  private Product() {}

  /** How a factor lies in memory. */
  enum Order {
    ROWS,
    COLUMNS
  }

  /**
   * c[m,n] = sum over k of a[m,k] b[k,n] (+ bias[n]); arguments a, b, (bias,) c.
   *
   * @param accumulate whether the product is added to c
   */
  static Primitive of(
      Build build,
      String what,
      long m,
      long k,
      long n,
      Order a,
      Order b,
      boolean bias,
      boolean relu,
      boolean accumulate) {
    dnnl_memory_desc left = matrix(build, m, k, a);
    dnnl_memory_desc right = matrix(build, k, n, b);
    dnnl_memory_desc result = build.plain(m, n);
    dnnl_memory_desc row = bias ? build.plain(1, n) : null;
    dnnl_primitive_attr attributes = build.attributes(accumulate, relu);
    dnnl_primitive_desc descriptor =
        build.descriptor(
            what,
            target ->
                dnnl_matmul_primitive_desc_create(
                    target, build.engine().engine(), left, right, row, result, attributes));
    return bias
        ? build.primitive(
            what, descriptor, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_BIAS, DNNL_ARG_DST)
        : build.primitive(what, descriptor, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
  }

  /** c[i] = a[i] b[i] for a batch of matrices, all row by row; arguments a, b, c. */
  static Primitive batch(Build build, String what, long batch, long m, long k, long n) {
    dnnl_memory_desc left = build.plain(batch, m, k);
    dnnl_memory_desc right = build.plain(batch, k, n);
    dnnl_memory_desc result = build.plain(batch, m, n);
    dnnl_primitive_attr attributes = build.attributes();
    dnnl_primitive_desc descriptor =
        build.descriptor(
            what,
            target ->
                dnnl_matmul_primitive_desc_create(
                    target, build.engine().engine(), left, right, null, result, attributes));
    return build.primitive(what, descriptor, DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST);
  }

  private static dnnl_memory_desc matrix(Build build, long rows, long columns, Order order) {
    return order == Order.ROWS ? build.plain(rows, columns) : build.transposed(rows, columns);
  }
}
