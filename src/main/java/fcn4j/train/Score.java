package fcn4j.train;

import java.util.OptionalDouble;

/**
 * What an evaluation found.
 *
 * @param dataset name of the dataset
 * @param images how many were scored
 * @param confusion counts over all of them
 * @param loss mean of the batches' losses, if the executor computes one
 */
public record Score(String dataset, int images, Confusion confusion, OptionalDouble loss) {

  /** The scores that follow from the counts. */
  public Metrics metrics(AbsentClasses convention) {
    return confusion.metrics(convention);
  }
}
