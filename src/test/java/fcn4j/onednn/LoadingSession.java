package fcn4j.onednn;

import java.util.Arrays;

/**
 * A process that opens a backend while another of its threads is in the midst of loading oneDNN.
 */
final class LoadingSession {
  static final String OPENED = "opened";

  private LoadingSession() {}

  /** Prints {@link #OPENED}. */
  public static void main(String[] args) {
    Thread loading = Thread.ofPlatform().daemon().start(OnednnBackend::preload);
    while (loading.isAlive() && !holdsLoader(loading)) {
      Thread.onSpinWait();
    }
    try (OnednnBackend backend = new OnednnBackend(1)) {
      System.out.println(OPENED + " " + backend.name());
    }
  }

  /** While a native library is loaded, the binding's loader is locked. */
  private static boolean holdsLoader(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame ->
            frame.getClassName().equals("org.bytedeco.javacpp.Loader")
                && frame.getMethodName().equals("loadLibrary"));
  }
}
