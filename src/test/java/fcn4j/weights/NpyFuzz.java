package fcn4j.weights;

/** Target of Jazzer: .npy arrays. */
public final class NpyFuzz {
  private NpyFuzz() {}

  /** Takes what the fuzzer made up. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput.read(bytes, NpyFile::open);
  }
}
