package fcn4j.train;

/** What a file of weights must hold to be loaded into a net. */
public enum Strictness {
  /** Every parameter of the net, and no other array besides momentum. */
  EXACT,
  /** Every parameter of the net; other arrays are passed over. */
  ALL_PARAMETERS,
  /** At least one parameter of the net; others keep their values. Extents must fit all the same. */
  SHARED_NAMES
}
