package fcn4j.onednn;

import org.bytedeco.javacpp.Pointer;

/** The binding's form of an address; it owns nothing. Movable, so that none is made in a step. */
final class Address extends Pointer {
  Address() {
    super((Pointer) null);
  }

  /** Points it elsewhere. */
  Address to(long bytes) {
    address = bytes;
    return this;
  }
}
