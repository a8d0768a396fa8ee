/** Tables and plots of the documents, made of the kept results. */
@NullMarked
package fcn4j.benchmarks.report;

import org.jspecify.annotations.NullMarked;
