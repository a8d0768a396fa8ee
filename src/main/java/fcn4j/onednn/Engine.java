package fcn4j.onednn;

import static fcn4j.onednn.OnednnException.check;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.lang.invoke.MethodHandle;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** oneDNN's engine for the processor. Owned by the backend. */
final class Engine implements AutoCloseable {
  private static boolean loaded;
  private static @Nullable LinkageError failure;

  private final dnnl_engine engine;
  private final MethodHandle setThreads;
  private final int threads;
  private final OnednnPrecision precision;
  private boolean open = true;

  /**
   * Loads the library, once in a process, and opens the engine.
   *
   * @throws OnednnException if there is no library for this machine, or the processor lacks the
   *     instructions for the precision
   */
  Engine(int threads, OnednnPrecision precision) {
    this.threads = threads;
    this.precision = precision;
    try {
      // Before any class of the binding is touched: two threads that begin with different ones wait
      // for each other for ever.
      load();
      setThreads = OpenMp.setThreads(openMpLibrary());
    } catch (LinkageError | IllegalArgumentException e) {
      throw new OnednnException(
          "oneDNN can't be loaded on this machine (%s); the reference backend computes everywhere, slowly"
              .formatted(e.getMessage()),
          e);
    }
    precision.require(dnnl_get_effective_cpu_isa());
    engine = new dnnl_engine();
    check("dnnl_engine_create", dnnl_engine_create(engine, dnnl_cpu, 0));
  }

  /**
   * Loads the library, once in a process; what went wrong the first time is thrown each time.
   *
   * @throws LinkageError if there is none for this machine
   */
  static synchronized void load() {
    if (failure != null) {
      throw failure;
    }
    if (!loaded) {
      try {
        OpenMp.letIdleThreadsSleep();
        Loader.load(org.bytedeco.dnnl.global.dnnl.class);
        loaded = true;
      } catch (LinkageError e) {
        failure = e;
        throw e;
      }
    }
  }

  /** The binding loads oneDNN's own copy of OpenMP beside it. */
  static String openMpLibrary() {
    String path = Loader.getLoadedLibraries().get("gomp@.1");
    return path == null ? "libgomp.so.1" : path;
  }

  /**
   * Bounds oneDNN's threads for what the calling thread starts next. Another engine may have set
   * another number on the same thread, so that nothing is remembered.
   */
  void bindThread() {
    setThreads(threads);
  }

  /** Has oneDNN compute on the calling thread alone until {@link #bindThread} is called there. */
  void bindAlone() {
    setThreads(1);
  }

  /** Sets how many threads oneDNN takes for what the calling thread starts. */
  private void setThreads(int count) {
    try {
      setThreads.invokeExact(count);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new OnednnException("omp_set_num_threads failed", e);
    }
  }

  /** How convolutions are computed for inference. */
  OnednnPrecision precision() {
    return precision;
  }

  dnnl_engine engine() {
    return engine;
  }

  /** oneDNN's version, as 3.11.0. */
  static String version() {
    dnnl_version_t version = dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      check("dnnl_engine_destroy", dnnl_engine_destroy(engine));
    }
  }
}
