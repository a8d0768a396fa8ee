package fcn4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The number of threads that oneDNN computes with. */
@Tag("build")
class EngineTest {

  @Test
  void enginesUsedInTurnsOnOneThreadKeepTheirNumbers() throws Throwable {
    try (Engine three = new Engine(3, OnednnPrecision.FP32);
        Engine two = new Engine(2, OnednnPrecision.FP32)) {
      MethodHandle threads =
          Linker.nativeLinker()
              .downcallHandle(
                  SymbolLookup.libraryLookup(Engine.openMpLibrary(), Arena.global())
                      .find("omp_get_max_threads")
                      .orElseThrow(),
                  FunctionDescriptor.of(ValueLayout.JAVA_INT));
      three.bindThread();
      assertThat((int) threads.invokeExact()).isEqualTo(3);
      two.bindAlone();
      assertThat((int) threads.invokeExact()).isEqualTo(1);
      three.bindThread();
      assertThat((int) threads.invokeExact()).isEqualTo(3);
      two.bindThread();
      assertThat((int) threads.invokeExact()).isEqualTo(2);
    }
  }
}
