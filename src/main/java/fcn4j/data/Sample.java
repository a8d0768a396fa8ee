package fcn4j.data;

import java.util.Optional;

/**
 * One picture of a dataset with its label map.
 *
 * @param id what the dataset calls it
 * @param labels absent where the dataset has none; of the picture's size, or 1x1 where the whole
 *     picture has one class
 */
public record Sample(String id, RgbImage image, Optional<LabelMap> labels) {}
