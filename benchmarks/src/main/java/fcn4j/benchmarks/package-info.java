/** Benchmarks of whole nets and of single operations. */
@NullMarked
package fcn4j.benchmarks;

import org.jspecify.annotations.NullMarked;
