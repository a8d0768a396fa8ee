package fcn4j.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.testing.TestGpu;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The owners on a device, emulated or real. */
@Tag("gpu")
class GpuTest {
  private Gpu gpu;

  @BeforeEach
  void open() {
    TestGpu.demand();
    gpu = Gpu.open(0);
  }

  @AfterEach
  void close() {
    if (gpu != null) {
      gpu.close();
    }
  }

  @Test
  void saysWhatItIs() {
    GpuInfo info = gpu.info();
    assertThat(info.name()).isNotBlank();
    assertThat(info.computeCapability()).isGreaterThanOrEqualTo(75);
    assertThat(info.multiprocessors()).isPositive();
    assertThat(info.sharedBytesPerBlock()).isGreaterThanOrEqualTo(48 << 10);
    assertThat(info.cudaVersion()).isGreaterThanOrEqualTo(12000);
    assertThat(CudaReport.probe().gpus()).contains(info);
    assertThat(gpu.memory().totalBytes()).isPositive();
    assertThat(gpu.memory().freeBytes()).isBetween(1L, gpu.memory().totalBytes());
  }

  @Test
  void refusesAGpuThatIsNotThere() {
    assertThatThrownBy(() -> Gpu.open(99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is no GPU 99");
  }

  /** Around the size of a staging buffer, where one chunk becomes two and two become three. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 7, Staging.CHUNK_BYTES, Staging.CHUNK_BYTES + 1, 2 * Staging.CHUNK_BYTES + 3})
  void bytesComeBackAsTheyWent(int count) {
    byte[] in = new byte[count];
    for (int i = 0; i < count; i++) {
      in[i] = (byte) (i * 31 + (i >> 12));
    }
    byte[] out = new byte[count];
    try (DeviceArena arena = gpu.arena("test", count + 64L)) {
      arena.copyIn(5, MemorySegment.ofArray(in));
      arena.copyOut(5, MemorySegment.ofArray(out));
    }
    assertThat(out).isEqualTo(in);
  }

  /** Many small copies reuse the staging buffers while earlier ones are still under way. */
  @Test
  void stagingIsNotOverwrittenBeforeItWasRead() {
    float[] out = new float[100];
    try (DeviceArena arena = gpu.arena("test", 400)) {
      for (int i = 0; i < 100; i++) {
        arena.copyIn(4L * i, new float[] {i});
      }
      arena.copyOut(0, out);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(out[i]).isEqualTo(i);
    }
  }

  @Test
  void anArenaKeepsToItsBounds() {
    DeviceArena arena = gpu.arena("small", 1024);
    assertThat(arena.address(0, 1024) % 256).isZero();
    assertThat(arena.address(24, 1000)).isEqualTo(arena.address(0, 1) + 24);
    assertThat(arena.address(1024, 0)).isEqualTo(arena.address(0, 0) + 1024);
    assertThatThrownBy(() -> arena.address(25, 1000))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("arena small has 1024 bytes; asked for 1000 at offset 25");
    assertThatThrownBy(() -> arena.address(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> arena.address(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> arena.address(Long.MAX_VALUE, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> arena.copyIn(1000, new float[7]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> arena.copyOut(1000, new float[7]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> gpu.arena("none", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("arena none of 0 bytes");
    arena.close();
    arena.close();
    assertThatThrownBy(() -> arena.address(0, 1)).hasMessage("arena small is closed");
  }

  @Test
  void fillsARangeAndNothingElse() {
    byte[] out = new byte[16];
    try (DeviceArena arena = gpu.arena("test", 16)) {
      arena.copyIn(0, MemorySegment.ofArray(new byte[16]));
      arena.enqueueFill(3, 9, (byte) -1, gpu.computeStream());
      arena.enqueueFill(5, 0, (byte) 7, gpu.computeStream());
      arena.copyOut(0, MemorySegment.ofArray(out));
    }
    assertThat(out).containsExactly(0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0);
  }

  @Test
  void copiesBesideTheComputingAndWaitsWhereTold() {
    long bytes = 4L << 10;
    try (DeviceArena arena = gpu.arena("test", 2 * bytes);
        PinnedMemory pinned = gpu.pinned(bytes);
        Event copied = gpu.event(false);
        Event computed = gpu.event(false)) {
      for (int i = 0; i < 1024; i++) {
        pinned.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
      }
      arena.enqueueIn(0, pinned, 0, bytes, gpu.copyStream());
      gpu.copyStream().record(copied);
      gpu.computeStream().waitFor(copied);
      add(arena, 0, bytes, 1024, 0.5f).launch(gpu.computeStream(), Grid.linear(1024, 128));
      gpu.computeStream().record(computed);
      gpu.copyStream().waitFor(computed);
      arena.enqueueOut(bytes, pinned, 0, bytes, gpu.copyStream());
      gpu.copyStream().synchronize();
      assertThat(gpu.copyStream().isIdle()).isTrue();
      assertThat(computed.isReached()).isTrue();
      assertThat(pinned.segment().getAtIndex(ValueLayout.JAVA_FLOAT, 1023)).isEqualTo(1023.5f);
      assertThatThrownBy(() -> arena.enqueueIn(0, pinned, 1, bytes, gpu.copyStream()))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void capturedWorkRunsOnlyWhenReplayed() {
    float[] out = new float[256];
    try (DeviceArena arena = gpu.arena("test", 1024)) {
      arena.copyIn(0, new float[256]);
      Launch launch = add(arena, 0, 0, 256, 1);
      try (CapturedGraph graph =
          CapturedGraph.capture(
              gpu,
              gpu.computeStream(),
              () -> launch.launch(gpu.computeStream(), Grid.linear(256, 64)))) {
        launch.float32(3, 100);
        arena.copyOut(0, out);
        assertThat(out).containsOnly(0);
        graph.launch(gpu.computeStream());
        graph.launch(gpu.computeStream());
        arena.copyOut(0, out);
        assertThat(out).containsOnly(2);
        graph.close();
        assertThatThrownBy(() -> graph.launch(gpu.computeStream()))
            .hasMessage("captured graph is closed");
      }
    }
  }

  @Test
  void aFailureWhileCapturingPassesThroughAndTheStreamWorksOn() {
    IllegalStateException failure = new IllegalStateException("inside");
    assertThatThrownBy(() ->
            CapturedGraph.capture(
                gpu,
                gpu.computeStream(),
                () -> {
                  throw failure;
                }))
        .isSameAs(failure);
    capturedWorkRunsOnlyWhenReplayed();
  }

  @Test
  void aLaunchChecksItsParameters() {
    Launch launch = gpu.load(TestKernels.ADD).kernel("add_value").prepare();
    assertThatThrownBy(() -> launch.int32(2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test_add.add_value: parameter 2 is declared .u64, not a 32-bit integer");
    assertThatThrownBy(() -> launch.float32(0, 1)).hasMessageContaining("not a 32-bit float");
    assertThatThrownBy(() -> launch.float64(3, 1)).hasMessageContaining("not a 64-bit float");
    assertThatThrownBy(() -> launch.int8(3, (byte) 1)).hasMessageContaining("not an 8-bit integer");
    assertThatThrownBy(() -> launch.int64(3, 1)).hasMessageContaining("not a 64-bit integer");
    assertThatThrownBy(() -> launch.pointer(3, 1)).hasMessageContaining("not a pointer");
    assertThatThrownBy(() -> launch.int64(4, 1))
        .hasMessage("test_add.add_value has 4 parameters; there is no number 4");
    launch.pointer(0, 0).pointer(1, 0).float32(3, 0);
    assertThatThrownBy(() -> launch.launch(gpu.computeStream(), Grid.linear(1, 32)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("test_add.add_value: parameter 2 of 4 was never set");
    launch.int64(2, 0).launch(gpu.computeStream(), Grid.linear(1, 32));
    gpu.synchronize();
    assertThatThrownBy(() -> gpu.kernel("test_add", "subtract"))
        .hasMessage("module test_add has no kernel subtract; it has [add_value]");
    assertThatThrownBy(() -> gpu.load(TestKernels.ADD)).hasMessageContaining("loaded already");
  }

  @Test
  void theShippedModulesLoad() {
    assertThat(gpu.module("relu")).isSameAs(gpu.module("relu"));
    assertThat(gpu.module("relu").name()).isEqualTo("relu");
  }

  @Test
  void outOfMemorySaysWhatWasAskedHeldAndFree() {
    try (DeviceArena held = gpu.arena("held", 2 << 20)) {
      assertThat(gpu.arenaBytes()).isEqualTo(held.bytes());
      assertThatThrownBy(() -> gpu.arena("huge", 1L << 45))
          .isInstanceOfSatisfying(
              CudaException.class,
              failure -> {
                assertThat(failure.isOutOfMemory()).isTrue();
                assertThat(failure.library()).isEqualTo(CudaException.Library.DRIVER);
                assertThat(failure.call())
                    .isEqualTo("cuMemAlloc(arena huge, bytes 35184372088832)");
                assertThat(failure.number()).isEqualTo(2);
                assertThat(failure.statusName()).isEqualTo("CUDA_ERROR_OUT_OF_MEMORY");
              })
          .hasMessageContaining("asked for 32.0 TiB for arena huge; open arenas: held 2.0 MiB; ")
          .hasMessageContaining(" free of ");
    }
    assertThat(gpu.arenaBytes()).isZero();
    gpu.synchronize();
  }

  @Test
  void timesAreTakenFromEvents() {
    try (Event start = gpu.event(true);
        Event end = gpu.event(true)) {
      gpu.computeStream().record(start);
      gpu.computeStream().record(end);
      end.synchronize();
      assertThat(end.millisSince(start)).isNotNegative();
    }
  }

  @Test
  void closingIsIdempotentAndClosesWhatItMade() {
    DeviceArena forgotten = gpu.arena("forgotten", 64);
    Stream stream = gpu.computeStream();
    gpu.close();
    gpu.close();
    assertThatThrownBy(() -> forgotten.address(0, 1)).hasMessage("arena forgotten is closed");
    assertThatThrownBy(stream::synchronize).hasMessage("stream compute is closed");
    assertThatThrownBy(() -> gpu.arena("late", 1)).hasMessage("GPU 0 is closed");
    forgotten.close();
  }

  private Launch add(DeviceArena arena, long inOffset, long outOffset, long count, float value) {
    PtxModule module = gpu.load(TestKernels.ADD);
    return module
        .kernel("add_value")
        .prepare()
        .pointer(0, arena.address(inOffset, count * Float.BYTES))
        .pointer(1, arena.address(outOffset, count * Float.BYTES))
        .int64(2, count)
        .float32(3, value);
  }
}
