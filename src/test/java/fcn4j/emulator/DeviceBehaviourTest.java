package fcn4j.emulator;

import static fcn4j.emulator.EmulatedKernels.check;
import static fcn4j.emulator.EmulatedKernels.dims;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.emulator.memory.EmulatorFault;
import fcn4j.emulator.memory.FaultKind;
import fcn4j.emulator.ptx.PtxRefused;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnTensorDescriptor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals at loading and launching, injected failures, memory limits, sticky errors and leaks. */
class DeviceBehaviourTest {
  private static final String PTX = EmulatedKernels.resource("emulator/mutants.ptx");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max.f16x2 %d, %a, %b;",
        "frobnicate.b32 %d, %a;",
        "ld.global.volatile.b32 %d, [%address];",
        "add.cc.u32 %d, %a, %b;",
        "cvt.s32.f32 %d, %a;",
        "mul.lo.s64 %d, %a, %b;",
        "shfl.down.b32 %d, %a, 1, 31;",
        "add.s32 %d, %a;",
        "call printf, (%a);",
        "bra NOWHERE;"
      })
  void whatIsNotKnownIsRefusedWithItsLine(String body) {
    String ptx = PtxSnippet.ptx(body, "b32", "b32", 2);
    assertThatThrownBy(() -> EmulatedKernels.of(ptx))
        .isInstanceOf(PtxRefused.class)
        .hasMessageContaining("PTX line ")
        .hasMessageContaining(body.substring(0, body.indexOf(' ')));
  }

  @Test
  void launchesOutsideTheLimitsAreInvalid() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr x = kernels.put(new float[4]);
    int invalid = CUresult.CUDA_ERROR_INVALID_VALUE;
    assertThat(kernels.tryLaunch("relu_RIGHT", dims(0), dims(32), 0, x, x, 4)).isEqualTo(invalid);
    assertThat(kernels.tryLaunch("relu_RIGHT", dims(1), dims(1025), 0, x, x, 4)).isEqualTo(invalid);
    assertThat(kernels.tryLaunch("relu_RIGHT", dims(1), dims(32), 50 << 10, x, x, 4))
        .isEqualTo(invalid);
    assertThat(JCudaDriver.cuFuncSetAttribute(kernels.function("relu_RIGHT"), 8, 60 << 10))
        .isZero();
    assertThat(kernels.tryLaunch("relu_RIGHT", dims(1), dims(32), 50 << 10, x, x, 4)).isZero();
  }

  @Test
  void argumentsThatDoNotFitTheParametersAreFaults() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr x = kernels.put(new float[4]);
    assertThatThrownBy(() -> kernels.launch("relu_RIGHT", 1, 32, x, x))
        .isInstanceOf(EmulatorFault.class)
        .hasMessageContaining("2 arguments for 3 parameters");
    EmulatedKernels again = EmulatedKernels.of(PTX);
    CUdeviceptr y = again.put(new float[4]);
    assertThatThrownBy(() -> again.launch("relu_RIGHT", 1, 32, 4, y, y))
        .isInstanceOf(EmulatorFault.class)
        .hasMessageContaining("argument 0");
  }

  @Test
  void freedMemoryIsNotTouchedAgain() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr x = kernels.put(new float[4]);
    CUdeviceptr y = kernels.put(new float[4]);
    check(JCudaDriver.cuMemFree(x));
    assertThat(JCudaDriver.cuMemFree(x)).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
    assertThatThrownBy(() -> kernels.launch("relu_RIGHT", 1, 32, x, y, 4))
        .isInstanceOfSatisfying(
            EmulatorFault.class,
            fault -> assertThat(fault.kind()).isEqualTo(FaultKind.USE_AFTER_FREE));
  }

  @Test
  void aReportNamesEverything() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX);
    CUdeviceptr x = kernels.put(new float[300]);
    CUdeviceptr y = kernels.room(4L * 290);
    assertThatThrownBy(() -> kernels.launch("relu_RIGHT", 2, 256, x, y, 300))
        .hasMessageStartingWith("OUT_OF_BOUNDS: kernel relu_RIGHT, block (1,0,0), thread (34,0,0)")
        .hasMessageContaining("`st.global.f32")
        .hasMessageContaining("(1160 bytes) at byte 1160");
  }

  @Test
  void aLenientDeviceKeepsTheErrorAndTheReport() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX, EmulatorOptions.standard().lenient());
    CUdeviceptr x = kernels.put(new float[4]);
    int illegal = CUresult.CUDA_ERROR_ILLEGAL_ADDRESS;
    assertThat(kernels.tryLaunch("relu_RIGHT", dims(1), dims(32), 0, x, x, 5)).isEqualTo(illegal);
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(illegal);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 4)).isEqualTo(illegal);
    assertThat(JCudnn.cudnnCreate(new cudnnHandle())).isEqualTo(5000);
    assertThat(EmulatedDevice.current().firstFault()).hasMessageContaining("relu_RIGHT");
  }

  @Test
  void aLenientLazyDeviceFailsWhereItIsWaitedFor() {
    EmulatedKernels kernels = EmulatedKernels.of(PTX, EmulatorOptions.standard().lenient().lazy());
    CUdeviceptr x = kernels.put(new float[4]);
    assertThat(kernels.tryLaunch("relu_RIGHT", dims(1), dims(32), 0, x, x, 5)).isZero();
    assertThat(JCudaDriver.cuCtxSynchronize()).isEqualTo(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS);
  }

  @Test
  void memoryIsCapped() {
    EmulatedKernels kernels =
        EmulatedKernels.of(PTX, EmulatorOptions.standard().withCapacityBytes(1 << 20));
    CUdeviceptr half = kernels.room(1 << 19);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), (1 << 19) + 1))
        .isEqualTo(CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    long[] free = new long[1];
    long[] total = new long[1];
    check(JCudaDriver.cuMemGetInfo(free, total));
    assertThat(free[0]).isEqualTo(1 << 19);
    assertThat(total[0]).isEqualTo(1 << 20);
    check(JCudaDriver.cuMemFree(half));
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 1 << 20)).isZero();
  }

  @Test
  void theNthCallOfAFunctionFails() {
    EmulatedKernels.of(PTX);
    EmulatedDevice device = EmulatedDevice.current();
    device.calls().failNth("cuMemAlloc", 2, CUresult.CUDA_ERROR_OUT_OF_MEMORY);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8)).isZero();
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8)).isEqualTo(2);
    assertThat(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 8)).isZero();
    assertThat(device.calls().injected()).containsExactly("cuMemAlloc #2 -> 2");
    assertThat(device.memory().live()).hasSize(2);
  }

  @Test
  void theNthCallOfAllFailsWithItsLibrarysError() {
    EmulatedKernels.of(PTX);
    EmulatedDevice device = EmulatedDevice.current();
    device.calls().failNthOverall(2);
    cudnnHandle handle = new cudnnHandle();
    assertThat(JCudaDriver.cuCtxSynchronize()).isZero();
    assertThat(JCudnn.cudnnCreate(handle)).isEqualTo(5000);
    assertThat(JCudnn.cudnnCreate(handle)).isZero();
    device.calls().failNthOverall(1);
    assertThat(JCudnn.cudnnDestroy(handle)).isEqualTo(5000);
    assertThat(device.leaks()).noneMatch(leak -> leak.contains("cudnnHandle"));
  }

  @Test
  void leaksNameWhatIsHeldAndWhoMadeIt() {
    EmulatedDevice device = EmulatedDevice.reset();
    assertThat(device.leaks()).isEmpty();
    JCudaDriver.cuDevicePrimaryCtxRetain(new CUcontext(), new CUdevice());
    CUdeviceptr pointer = new CUdeviceptr();
    JCudaDriver.cuMemAlloc(pointer, 24);
    Pointer pinned = new Pointer();
    JCudaDriver.cuMemAllocHost(pinned, 100);
    CUstream stream = new CUstream();
    JCudaDriver.cuStreamCreate(stream, 0);
    CUevent event = new CUevent();
    JCudaDriver.cuEventCreate(event, 0);
    CUmodule module = new CUmodule();
    JCudaDriver.cuModuleLoadData(module, PTX.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    cudnnTensorDescriptor descriptor = new cudnnTensorDescriptor();
    JCudnn.cudnnCreateTensorDescriptor(descriptor);
    assertThat(device.leaks()).hasSize(7);
    assertThat(String.join("\n", device.leaks()))
        .contains("24 bytes", "pinned memory of 100", "stream made", "event made", "module made")
        .contains("cudnnTensorDescriptor made", "primary context retained 1 times");
    JCudnn.cudnnDestroyTensorDescriptor(descriptor);
    JCudaDriver.cuModuleUnload(module);
    JCudaDriver.cuEventDestroy(event);
    JCudaDriver.cuStreamDestroy(stream);
    JCudaDriver.cuMemFreeHost(pinned);
    JCudaDriver.cuMemFree(pointer);
    JCudaDriver.cuDevicePrimaryCtxRelease(new CUdevice());
    assertThat(device.leaks()).isEmpty();
    assertThat(device.memory().usedBytes()).isZero();
  }

  @Test
  void exceptionsCanBeTurnedOn() {
    EmulatedDevice.reset();
    JCudaDriver.setExceptionsEnabled(true);
    try {
      assertThatThrownBy(() -> JCudaDriver.cuMemAlloc(new CUdeviceptr(), 0))
          .isInstanceOf(CudaException.class);
    } finally {
      JCudaDriver.setExceptionsEnabled(false);
    }
  }

  @Test
  void moduleVariablesHaveTheirInitialValuesInEachModule() {
    String ptx =
        """
        .version 7.8
        .target sm_75
        .address_size 64
        .global .align 4 .u32 counter = 41;
        .const .align 4 .f32 table[2] = {0f3F800000, 0f40000000};
        .visible .entry count(.param .u64 out)
        {
          .reg .b32 %r<3>;
          .reg .b64 %rd<3>;
          ld.param.u64 %rd1, [out];
          atom.global.add.u32 %r1, [counter], 1;
          st.global.u32 [%rd1], %r1;
          ld.const.b32 %r2, [table+4];
          st.global.u32 [%rd1+4], %r2;
          ret;
        }
        """;
    EmulatedKernels kernels = EmulatedKernels.of(ptx);
    CUdeviceptr out = kernels.room(8);
    kernels.launch("count", 1, 1, out);
    kernels.launch("count", 1, 1, out);
    assertThat(kernels.ints(out, 2)).containsExactly(42, Float.floatToRawIntBits(2f));
    EmulatedKernels again = EmulatedKernels.of(ptx);
    CUdeviceptr other = again.room(8);
    again.launch("count", 1, 1, other);
    assertThat(again.ints(other, 1)).containsExactly(41);
  }

  @Test
  void twoThreadsAndOneGiveTheSame() {
    float[] x = new float[50_000];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 7919 % 1000) / 500f - 1;
    }
    float[][] results = new float[2][];
    for (int run = 0; run < 2; run++) {
      EmulatorOptions options = EmulatorOptions.standard();
      EmulatedKernels kernels = EmulatedKernels.of(PTX, run == 0 ? options : options.serial());
      CUdeviceptr y = kernels.room(4L * x.length);
      kernels.launch("blur_row_RIGHT", 200, 256, kernels.put(x), y, x.length);
      results[run] = kernels.floats(y, x.length);
    }
    assertThat(results[0]).isEqualTo(results[1]);
  }

  @AfterAll
  static void leaveNothingBehind() {
    EmulatedDevice.reset();
  }
}
