package fcn4j.net;

/** Which deconvolutions of a head are learned; all start as bilinear interpolation. */
public enum Upsampling {
  /** None, as the released nets have it. */
  FIXED,
  /** Those between skips; the final one stays fixed. Source: the paper, section 4.3. */
  LEARNED,
  /** All, the final one too. */
  ALL_LEARNED
}
