package fcn4j.onednn;

/**
 * A form of a layer's weights that a computation wants instead of the one they are stored in. Equal
 * packings give equal bytes.
 */
interface Packing {

  /** Bytes of the packed weights. */
  long bytes();

  /** Packs. */
  void pack(long fromAddress, long toAddress);
}
