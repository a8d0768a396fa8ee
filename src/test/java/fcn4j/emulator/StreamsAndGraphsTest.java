package fcn4j.emulator;

import static fcn4j.emulator.EmulatedKernels.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.emulator.memory.EmulatorFault;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Streams, events, captures and graphs, eager and lazy. */
class StreamsAndGraphsTest {
  private static final String PTX = EmulatedKernels.resource("emulator/mutants.ptx");
  private static final int NOT_READY = 600;
  private static final int CAPTURE_UNSUPPORTED = 900;
  private static final int CAPTURE_INVALIDATED = 901;

  /** A raw address, as a prepared block of native pointers is passed. */
  private static final class Raw extends Pointer {
    Raw(long address) {
      super(address);
    }

    Raw() {}

    long address() {
      return getNativePointer();
    }
  }

  private static CUstream stream() {
    CUstream stream = new CUstream();
    check(JCudaDriver.cuStreamCreate(stream, 1));
    return stream;
  }

  private static CUevent event() {
    CUevent event = new CUevent();
    check(JCudaDriver.cuEventCreate(event, 0));
    return event;
  }

  private static void fill(CUdeviceptr to, int value, CUstream stream) {
    check(JCudaDriver.cuMemsetD32Async(to, value, 4, stream));
  }

  private static void copy(CUdeviceptr to, CUdeviceptr from, CUstream stream) {
    check(JCudaDriver.cuMemcpyDtoDAsync(to, from, 16, stream));
  }

  @Test
  void lazyWorkRunsWhenItsStreamIsWaitedFor() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX, EmulatorOptions.standard().lazy());
    CUdeviceptr memory = kernels.put(1, 1, 1, 1);
    CUstream stream = stream();
    fill(memory, 7, stream);
    assertThat(kernels.ints(memory, 4)).as("nobody waited").containsOnly(1);
    check(JCudaDriver.cuStreamSynchronize(stream));
    assertThat(kernels.ints(memory, 4)).containsOnly(7);
  }

  @Test
  void lazyStreamsShowAMissingEvent() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX, EmulatorOptions.standard().lazy());
    CUstream producer = stream();
    CUstream consumer = stream();
    CUdeviceptr from = kernels.room(16);
    CUdeviceptr to = kernels.room(16);
    fill(from, 5, producer);
    copy(to, from, consumer);
    check(JCudaDriver.cuStreamSynchronize(consumer));
    assertThatThrownBy(() -> kernels.ints(to, 4))
        .isInstanceOf(EmulatorFault.class)
        .hasMessageContaining("UNINITIALISED_READ");
  }

  @Test
  void anEventOrdersTwoStreams() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX, EmulatorOptions.standard().lazy());
    CUstream producer = stream();
    CUstream consumer = stream();
    CUevent produced = event();
    CUdeviceptr from = kernels.room(16);
    CUdeviceptr to = kernels.room(16);
    fill(from, 5, producer);
    check(JCudaDriver.cuEventRecord(produced, producer));
    fill(from, 6, producer);
    check(JCudaDriver.cuStreamWaitEvent(consumer, produced, 0));
    copy(to, from, consumer);
    check(JCudaDriver.cuStreamSynchronize(consumer));
    assertThat(kernels.ints(to, 4)).containsOnly(5);
    check(JCudaDriver.cuCtxSynchronize());
    assertThat(kernels.ints(from, 4)).containsOnly(6);
  }

  @Test
  void queriesSayNotReadyUntilTheWorkIsDone() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX, EmulatorOptions.standard().lazy());
    CUstream stream = stream();
    CUdeviceptr memory = kernels.room(16);
    fill(memory, 1, stream);
    CUevent event = event();
    check(JCudaDriver.cuEventRecord(event, stream));
    assertThat(JCudaDriver.cuEventQuery(event)).isEqualTo(NOT_READY);
    int polls = 0;
    while (JCudaDriver.cuEventQuery(event) == NOT_READY) {
      polls++;
    }
    assertThat(polls).isLessThan(5);
    assertThat(kernels.ints(memory, 4)).containsOnly(1);
  }

  @Test
  void eventsTimeInOrder() {
    EmulatedKernels.of(PTX);
    CUstream stream = stream();
    CUevent start = event();
    CUevent end = event();
    check(JCudaDriver.cuEventRecord(start, stream));
    check(JCudaDriver.cuEventRecord(end, stream));
    float[] millis = {-1};
    check(JCudaDriver.cuEventElapsedTime(millis, start, end));
    assertThat(millis[0]).isGreaterThanOrEqualTo(0);
  }

  @Test
  void aGraphReplaysWithTheParametersOfItsCapture() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUstream stream = stream();
    CUdeviceptr x = kernels.put(-1f, 2f, -3f, 4f);
    CUdeviceptr y = kernels.put(9f, 9f, 9f, 9f);
    CUfunction relu = kernels.function("relu_RIGHT");
    CUgraph graph = new CUgraph();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(24, 8);
      MemorySegment table = arena.allocate(ValueLayout.JAVA_LONG, 3);
      for (int i = 0; i < 3; i++) {
        table.setAtIndex(ValueLayout.JAVA_LONG, i, block.address() + 8L * i);
      }
      block.set(ValueLayout.JAVA_LONG, 0, address(x));
      block.set(ValueLayout.JAVA_LONG, 8, address(y));
      block.set(ValueLayout.JAVA_INT, 16, 4);
      check(JCudaDriver.cuStreamBeginCapture(stream, 0));
      check(
          JCudaDriver.cuLaunchKernel(
              relu, 1, 1, 1, 32, 1, 1, 0, stream, new Raw(table.address()), null));
      check(JCudaDriver.cuStreamEndCapture(stream, graph));
    }
    assertThat(kernels.floats(y, 4)).as("captured, not run").containsOnly(9f);
    CUgraphExec executable = new CUgraphExec();
    check(JCudaDriver.cuGraphInstantiate(executable, graph, 0));
    check(JCudaDriver.cuGraphLaunch(executable, stream));
    assertThat(kernels.floats(y, 4)).containsExactly(0f, 2f, 0f, 4f);
    check(JCudaDriver.cuMemcpyHtoD(x, Pointer.to(new float[] {5f, -5f, 6f, -6f}), 16));
    check(JCudaDriver.cuGraphLaunch(executable, stream));
    assertThat(kernels.floats(y, 4)).containsExactly(5f, 0f, 6f, 0f);
    check(JCudaDriver.cuGraphExecDestroy(executable));
    check(JCudaDriver.cuGraphDestroy(graph));
  }

  private static long address(CUdeviceptr pointer) {
    MemorySegment value = MemorySegment.ofArray(new long[1]);
    value.copyFrom(
        fcn4j.emulator.device.Pointers.host(Pointer.to(pointer), 8, "the address of a pointer"));
    return value.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }

  @Test
  void aCaptureRefusesToWait() {
    EmulatedKernels.of(PTX);
    CUstream stream = stream();
    check(JCudaDriver.cuStreamBeginCapture(stream, 0));
    assertThat(JCudaDriver.cuStreamSynchronize(stream)).isEqualTo(CAPTURE_UNSUPPORTED);
    assertThat(JCudaDriver.cuStreamEndCapture(stream, new CUgraph()))
        .isEqualTo(CAPTURE_INVALIDATED);
  }

  @Test
  void asynchronousCopiesNeedPinnedMemory() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr memory = kernels.room(16);
    CUstream stream = stream();
    assertThatThrownBy(
            () -> JCudaDriver.cuMemcpyHtoDAsync(memory, Pointer.to(new float[4]), 16, stream))
        .isInstanceOf(EmulatorFault.class)
        .hasMessageContaining("pinned");
    EmulatedKernels again = EmulatedKernels.of(PTX);
    CUdeviceptr room = again.room(16);
    CUstream other = stream();
    Raw pinned = new Raw();
    check(JCudaDriver.cuMemHostAlloc(pinned, 16, 0));
    MemorySegment host = MemorySegment.ofAddress(pinned.address()).reinterpret(16);
    host.set(ValueLayout.JAVA_INT, 4, 42);
    check(JCudaDriver.cuMemcpyHtoDAsync(room, pinned, 16, other));
    assertThat(again.ints(room, 4)).containsExactly(0, 42, 0, 0);
    check(JCudaDriver.cuMemFreeHost(pinned));
    assertThatThrownBy(() -> JCudaDriver.cuMemcpyHtoDAsync(room, pinned, 16, other))
        .isInstanceOf(EmulatorFault.class);
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
