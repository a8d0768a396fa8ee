package fcn4j.train;

/** The loss is no longer a number of use: training has diverged. */
public final class DivergenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long iteration;

  /**
   * An exception for the loss of one iteration.
   *
   * @param iteration counted from 0; its update was not made
   * @param loss NaN, infinite, or the largest that the softmax loss can be at every pixel
   * @param rate learning rate of the iteration
   */
  public DivergenceException(long iteration, double loss, double rate) {
    super(
        ("training diverged: the loss of iteration %d is %s at the learning rate %s; try a rate ten"
                + " times lower (%s), or limit the gradients' norm")
            .formatted(iteration, loss, rate, rate / 10));
    this.iteration = iteration;
  }

  /** The iteration whose loss it was, counted from 0. */
  public long iteration() {
    return iteration;
  }
}
