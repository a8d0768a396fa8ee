/**
 * The fast processor backend: oneDNN where it has the operation, own Java elsewhere.
 *
 * <p>FLOAT32 tensors are kept channels last (n, h, w, c), the order that oneDNN's convolutions
 * choose by themselves, so that nothing is reordered between layers. Weights stay as they are given
 * (out, in, rows, columns); a product reads them so, a convolution has its own packed copy.
 */
@NullMarked
package fcn4j.onednn;

import org.jspecify.annotations.NullMarked;
