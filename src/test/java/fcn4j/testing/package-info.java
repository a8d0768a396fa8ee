/**
 * What the tests of operations and backends share: cases, runs of a case on any backend, gradient
 * checks, the tolerance rule, golden files.
 */
@NullMarked
package fcn4j.testing;

import org.jspecify.annotations.NullMarked;
