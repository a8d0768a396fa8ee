package fcn4j.weights;

/** Target of Jazzer: nets, solver states and means of Caffe. */
public final class CaffeFuzz {
  private CaffeFuzz() {}

  /** Takes what the fuzzer made up. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput.read(bytes, CaffeFile::open);
  }
}
