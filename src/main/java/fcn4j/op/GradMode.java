package fcn4j.op;

/**
 * What backward does with a gradient's memory. An activation with several readers gets its first
 * gradient by overwriting and the others by accumulating.
 */
public enum GradMode {
  /** Not wanted: nothing is computed or touched. */
  IGNORE,
  /** The gradient replaces what was there, whatever it was. */
  OVERWRITE,
  /** The gradient is added to what is there. */
  ACCUMULATE
}
