/**
 * Networks as lists of named operations: shape and coordinate inference, fusion, memory plan,
 * execution on a backend.
 */
@NullMarked
package fcn4j.graph;

import org.jspecify.annotations.NullMarked;
