/**
 * Training as Caffe defines it and the paper uses it: stochastic gradient descent, rate policies,
 * recipes, sampling of the loss, scores, checkpoints and the folder of a run.
 */
@NullMarked
package fcn4j.train;

import org.jspecify.annotations.NullMarked;
