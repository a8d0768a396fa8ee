package fcn4j.data;

import fcn4j.tensor.ByteTensor;
import fcn4j.tensor.HostTensor;
import java.util.List;

/**
 * What a training step takes.
 *
 * @param ids the samples' names, for messages
 * @param images (N,3,H,W)
 * @param labels (N,1,H,W), or (N,1,1,1) where whole pictures have a class
 */
public record Batch(List<String> ids, HostTensor images, ByteTensor labels) {
  /** Copies the names. */
  public Batch {
    ids = List.copyOf(ids);
  }
}
