package fcn4j.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import fcn4j.cuda.CudaException;
import fcn4j.cuda.CudaUnavailableException;
import fcn4j.emulator.EmulatedDevice;
import fcn4j.emulator.EmulatorOptions;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.FcnVariant;
import fcn4j.net.TinyNets;
import fcn4j.net.Upsampling;
import fcn4j.op.StepState;
import fcn4j.tensor.Shape;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What training does with the device besides computing: allocation, release, and failures of every
 * single call. On the emulated device only, whose calls can be counted and made to fail.
 */
class DeviceCareTest {
  private static final Shape IMAGE = new Shape(1, 3, 15, 17);
  private static final int STEPS = 3;

  @AfterEach
  void forgetFailures() {
    EmulatedDevice.reset();
  }

  private static Graph net() {
    Graph net = TinyNets.fcn(FcnVariant.FCN_8S, Upsampling.FIXED).forTraining(Set.of());
    return Fusion.rewrite(net, Set.of());
  }

  /** Opens everything, trains, closes everything. */
  private static void train(Graph net, Runnable afterTwoSteps) {
    try (GpuBackend backend = GpuBackend.open(0, GpuOptions.defaults().withRemember(false));
        Parameters parameters = new Parameters(net, backend, true);
        Executor executor = Executor.training(net, parameters, Set.of())) {
      parameters.initialise(1);
      Feeds feeds =
          Feeds.of("data", TinyNets.image(IMAGE, 3))
              .with("label", TinyNets.labels(IMAGE, TinyNets.CLASSES, 4));
      for (int step = 0; step < STEPS; step++) {
        if (step == 2) {
          afterTwoSteps.run();
        }
        executor.step(feeds, new StepState(1, step), false);
        assertThat(executor.loss()).isFinite();
        parameters.update(1e-3, 0.9, 5e-4, 1, 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingIsAllocatedAfterTheSecondStepAndNothingIsLeft(boolean lazy) {
    EmulatorOptions options = EmulatorOptions.standard();
    EmulatedDevice device = EmulatedDevice.reset(lazy ? options.lazy() : options);
    int[] before = new int[2];
    train(
        net(),
        () -> {
          before[0] = device.calls().count("cuMemAlloc");
          before[1] =
              device.calls().count("cuMemHostAlloc") + device.calls().count("cuMemAllocHost");
        });
    assertThat(before[0]).isPositive();
    assertThat(device.calls().count("cuMemAlloc")).isEqualTo(before[0]);
    assertThat(device.calls().count("cuMemHostAlloc") + device.calls().count("cuMemAllocHost"))
        .isEqualTo(before[1]);
    assertThat(device.leaks()).isEmpty();
  }

  @Test
  void everyCallThatFailsGivesOneExceptionThatNamesItAndNothingLeaks() {
    Graph net = net();
    EmulatedDevice counted = EmulatedDevice.reset();
    train(net, () -> {});
    int calls = counted.calls().total();
    assertThat(calls).isGreaterThan(100);
    int reported = 0;
    for (int nth = 1; nth <= calls; nth++) {
      EmulatedDevice device = EmulatedDevice.reset();
      device.calls().failNthOverall(nth);
      Throwable failure = catchThrowable(() -> train(net, () -> {}));
      String call =
          device.calls().injected().isEmpty()
              ? ""
              : device.calls().injected().getFirst().split(" ")[0];
      assertThat(device.calls().injected()).as("call %d", nth).hasSize(1);
      if (failure != null) {
        assertThat(failure)
            .as("call %d, %s", nth, call)
            .isInstanceOfAny(CudaException.class, CudaUnavailableException.class);
        assertThat(failure).hasMessageContaining(call);
        reported++;
      }
      assertThat(device.leaks()).as("call %d, %s, failed with %s", nth, call, failure).isEmpty();
    }
    // The few that need no report: an algorithm that can't be measured is not taken.
    assertThat(reported).isGreaterThan(calls * 3 / 4);
  }
}
