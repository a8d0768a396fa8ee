/**
 * The closed catalogue of operations and the contract of a backend.
 *
 * <p>An {@link fcn4j.op.Op} is an immutable record: hyper-parameters, shape rule, parameters,
 * coordinate map, cost. A {@link fcn4j.op.Backend} turns it into a {@link fcn4j.op.BoundOp} that
 * computes.
 */
@NullMarked
package fcn4j.op;

import org.jspecify.annotations.NullMarked;
