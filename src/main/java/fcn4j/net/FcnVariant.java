package fcn4j.net;

/** The heads of the paper, by how many skips refine the coarse scores. */
public enum FcnVariant {
  /** No skip: one upsampling by the trunk's whole stride. */
  FCN_32S("fcn32s", "no skips", 0, false),
  /** One skip, from the last but one pooling. */
  FCN_16S("fcn16s", "one skip", 1, false),
  /** Two skips. */
  FCN_8S("fcn8s", "two skips", 2, false),
  /**
   * Two skips, trained in one stage: the pooled features are scaled by 0.01 and 0.0001 first, so
   * that no skip drowns the coarse scores. Source: the reference's voc-fcn8s-atonce.
   */
  FCN_8S_ATONCE("fcn8s-atonce", "two scaled skips, for training in one stage", 2, true);

  private final String netName;
  private final String description;
  private final int skips;
  private final boolean scaledSkips;

  FcnVariant(String netName, String description, int skips, boolean scaledSkips) {
    this.netName = netName;
    this.description = description;
    this.skips = skips;
    this.scaledSkips = scaledSkips;
  }

  /** What the paper calls it: {@code 32s}. */
  public String stage() {
    return netName.substring("fcn".length());
  }

  /** The name of the VGG16 net with this head: {@code fcn32s}. */
  public String netName() {
    return netName;
  }

  /** What it is, for people. */
  public String description() {
    return description;
  }

  /** How many poolings are scored besides the trunk's top. */
  public int skips() {
    return skips;
  }

  /** Whether skips are scaled before they are scored. */
  public boolean scaledSkips() {
    return scaledSkips;
  }
}
