package fcn4j.train;

/**
 * How far training is, after an update.
 *
 * @param iteration updates made
 * @param iterations updates in all
 * @param loss mean of the last iterations' losses
 * @param lastLoss loss of this iteration, the mean of its passes
 * @param rate learning rate of this iteration
 * @param imagesPerSecond since the run was started or resumed, without evaluations
 * @param secondsLeft estimate for the remaining iterations at that speed
 */
public record Progress(
    long iteration,
    long iterations,
    double loss,
    double lastLoss,
    double rate,
    double imagesPerSecond,
    double secondsLeft) {}
