package fcn4j.op;

/**
 * What the random numbers of a training step follow from.
 *
 * @param seed the run's seed
 * @param step the forward-backward pass, counted from 0
 */
public record StepState(long seed, long step) {}
