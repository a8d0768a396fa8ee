package fcn4j.weights;

/** Target of Jazzer: .npz archives. */
public final class NpzFuzz {
  private NpzFuzz() {}

  /** Takes what the fuzzer made up. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput.read(bytes, NpzFile::open);
  }
}
