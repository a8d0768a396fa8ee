package fcn4j.weights;

/**
 * Keys under which what a Caffe file tells besides its arrays is carried through other formats, so
 * that a net comes back as it was.
 */
public final class CaffeMetadata {
  /** Name of the net. */
  public static final String NET = "caffe.net";

  /** Followed by a layer's name: its type, such as {@code Convolution}. */
  public static final String LAYER_TYPE = "caffe.type.";

  /** A solver's state: iterations done. */
  public static final String ITERATION = "caffe.iteration";

  /** A solver's state: the file with its weights. */
  public static final String LEARNED_NET = "caffe.learnedNet";

  /** A solver's state: the step of its learning rate. */
  public static final String CURRENT_STEP = "caffe.currentStep";

  private CaffeMetadata() {}
}
