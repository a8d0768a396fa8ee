package fcn4j.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The threads of the OpenMP library that oneDNN computes with. */
final class OpenMp {
  private static final Linker LINKER = Linker.nativeLinker();

  private OpenMp() {}

  /**
   * Lets idle threads sleep soon, unless the user has decided, or the launcher, which spares a
   * program of several threads the change of its environment; before the library is loaded. Threads
   * that wait by spinning would take the processors from the threads of Java.
   */
  static void letIdleThreadsSleep() {
    setenv("GOMP_SPINCOUNT", "10000");
    setenv("KMP_BLOCKTIME", "0");
  }

  private static void setenv(String name, String value) {
    if (System.getenv(name) != null) {
      return;
    }
    MethodHandle setenv =
        function(
            LINKER.defaultLookup(),
            "setenv",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment keep = arena.allocateFrom(name);
      int status = (int) setenv.invokeExact(keep, arena.allocateFrom(value), 0);
      if (status != 0) {
        throw new OnednnException("the environment variable %s could not be set".formatted(name));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new OnednnException("setenv failed", e);
    }
  }

  /**
   * What bounds the threads of parallel work that the calling thread starts.
   *
   * @param library the library's file, which is loaded already
   */
  static MethodHandle setThreads(String library) {
    return function(
        SymbolLookup.libraryLookup(library, Arena.global()),
        "omp_set_num_threads",
        FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  }

  private static MethodHandle function(
      SymbolLookup lookup, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        lookup
            .find(name)
            .orElseThrow(() -> new OnednnException("the system has no function " + name)),
        descriptor);
  }
}
