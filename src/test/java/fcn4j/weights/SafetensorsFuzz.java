package fcn4j.weights;

/** Target of Jazzer: safetensors. */
public final class SafetensorsFuzz {
  private SafetensorsFuzz() {}

  /** Takes what the fuzzer made up. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput.read(bytes, SafetensorsFile::open);
  }
}
