package fcn4j.train;

import fcn4j.data.Preparation;
import java.util.List;
import java.util.Map;

/**
 * What somebody who has nothing but a checkpoint must know to use its weights.
 *
 * @param net name of the net
 * @param netOptions what else the net was built with, as plain text by name; may be empty
 * @param classNames a name a class
 * @param colours 0xRRGGBB a class, or empty
 * @param preparation how pictures become the net's input
 */
public record ModelInfo(
    String net,
    Map<String, String> netOptions,
    List<String> classNames,
    List<Integer> colours,
    Preparation preparation) {

  /** Copies the collections. */
  public ModelInfo {
    netOptions = Map.copyOf(netOptions);
    classNames = List.copyOf(classNames);
    colours = List.copyOf(colours);
  }

  /** Number of classes. */
  public int classes() {
    return classNames.size();
  }
}
