package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.data.Batch;
import fcn4j.data.DataException;
import fcn4j.op.LossNormalisation;
import fcn4j.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class TrainerTest {

  @Test
  void learnsStripes() {
    TrainingOptions options =
        SmallRun.options(120)
            .withSgd(Sgd.fixed(0.05, 0.9, 5e-4))
            .withInput(InputOptions.plain(2, SampleOrder.SHUFFLED));
    try (SmallRun run = new SmallRun(LossOptions.plain(LossNormalisation.VALID), 0)) {
      double before = run.evaluation().run().loss().orElseThrow();
      run.trainer(options).run();
      Score score = run.evaluation().run();
      assertThat(before).isCloseTo(Math.log(3), within(1e-6));
      assertThat(score.loss().orElseThrow()).isLessThan(0.5 * before);
      assertThat(score.metrics(AbsentClasses.AS_REFERENCE_CODE).meanIu()).isGreaterThan(0.7);
    }
  }

  @Test
  void equalRunsGiveEqualNumbers() {
    assertThat(losses(SmallRun.options(6))).isEqualTo(losses(SmallRun.options(6)));
    assertThat(losses(SmallRun.options(6).withSeed(78))).isNotEqualTo(losses(SmallRun.options(6)));
  }

  private static List<Double> losses(TrainingOptions options) {
    Losses losses = new Losses();
    try (SmallRun run = SmallRun.usual()) {
      run.trainer(options).listener(losses).run();
    }
    return losses.last;
  }

  @Test
  void reportsTheMeanOfTheLastIterations() {
    Losses losses = new Losses();
    try (SmallRun run = SmallRun.usual()) {
      TrainingState end = run.trainer(SmallRun.options(5)).listener(losses).run();
      assertThat(end.iteration()).isEqualTo(5);
      assertThat(end.recentLosses()).isEqualTo(losses.last.subList(2, 5));
    }
    assertThat(losses.last.getFirst()).isCloseTo(Math.log(3), within(1e-6));
    assertThat(losses.averaged.get(0)).isEqualTo(losses.last.get(0));
    double expected = (losses.last.get(2) + losses.last.get(3) + losses.last.get(4)) / 3;
    assertThat(losses.averaged.get(4)).isCloseTo(expected, within(1e-12));
    assertThat(losses.rates).containsExactly(0.02, 0.02, 0.02, 0.02, 0.01);
  }

  /** Both see the same 4 equally large pictures; the mean of means is the mean. */
  @Test
  void fourPassesOfOneEqualOnePassOfFour() {
    TrainingOptions four = plain(4, 1);
    TrainingOptions one = plain(1, 4);
    Losses lossesOfFour = new Losses();
    Losses lossesOfOne = new Losses();
    Map<String, float[]> expected;
    try (SmallRun run = new SmallRun(four.loss(), 0)) {
      run.trainer(four).listener(lossesOfFour).run();
      expected = run.weights();
    }
    try (SmallRun run = new SmallRun(one.loss(), 0)) {
      run.trainer(one).listener(lossesOfOne).run();
      run.weights()
          .forEach((name, values) -> {
            float[] wanted = expected.get(name);
            for (int i = 0; i < values.length; i++) {
              assertThat(values[i]).as("%s[%d]", name, i).isCloseTo(wanted[i], within(1e-6f));
            }
          });
    }
    for (int i = 0; i < lossesOfFour.last.size(); i++) {
      assertThat(lossesOfOne.last.get(i)).isCloseTo(lossesOfFour.last.get(i), within(1e-6));
    }
    assertThat(lossesOfFour.last.getLast()).isLessThan(0.99 * lossesOfFour.last.getFirst());
  }

  private static TrainingOptions plain(int batch, int iterSize) {
    TrainingOptions options = SmallRun.options(5);
    return options
        .withSgd(Sgd.fixed(0.02, 0.9, 5e-4).withIterSize(iterSize))
        .withInput(InputOptions.plain(batch, SampleOrder.SEQUENTIAL));
  }

  @Test
  void aSampledLossTrainsOnTheMaskedPixelsAlone() {
    TrainingOptions options = SmallRun.options(1);
    LossOptions sampled = options.loss().withKeepProbability(0.5);
    try (SmallRun run = new SmallRun(sampled, 0)) {
      run.trainer(options.withLoss(sampled)).run();
      Map<String, float[]> some = run.weights();
      run.parameters.initialise(5);
      run.parameters.all().stream()
          .filter(p -> run.parameters.isTrained(p.name()))
          .forEach(p ->
              run.parameters.setMomentum(p.name(), new float[Math.toIntExact(p.spec().count())]));
      run.trainer(options).run();
      assertThat(run.weights().get("score_fr.bias")).isNotEqualTo(some.get("score_fr.bias"));
      assertThat(run.evaluation().run().loss()).isPresent();
    }
    try (SmallRun run = SmallRun.usual()) {
      assertThatThrownBy(() -> run.trainer(options.withLoss(sampled)))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("no input 'mask'");
    }
  }

  @Test
  void aLossThatIsNoNumberEndsTheRun() {
    TrainingOptions options = SmallRun.options(10);
    try (SmallRun run = SmallRun.usual()) {
      LongFunction<Batch> batches = options.feed(SmallRun.DATA, SmallRun.PREPARATION)::batch;
      LongFunction<Batch> broken = number -> number < 7 ? batches.apply(number) : nan(batches);
      Trainer trainer = new Trainer(run.training, run.parameters, broken, options);
      assertThatThrownBy(trainer::run)
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("iteration 3")
          .hasMessageContaining("NaN")
          .hasMessageContaining("rate ten times lower")
          .extracting(e -> ((DivergenceException) e).iteration())
          .isEqualTo(3L);
      assertThat(trainer.state().iteration()).isEqualTo(3);
      run.weights()
          .forEach((name, values) -> {
            for (float value : values) {
              assertThat(value).as(name).isFinite();
            }
          });
    }
  }

  private static Batch nan(LongFunction<Batch> batches) {
    Batch batch = batches.apply(0);
    return new Batch(
        batch.ids(), HostTensor.filled(batch.images().shape(), Float.NaN), batch.labels());
  }

  @Test
  void tooHighARateIsNoticed() {
    TrainingOptions options = SmallRun.options(200).withSgd(Sgd.fixed(1e6, 0.9, 5e-4));
    try (SmallRun run = SmallRun.usual()) {
      assertThatThrownBy(() -> run.trainer(options).run())
          .isInstanceOf(DivergenceException.class)
          .hasMessageContaining("1000000.0");
    }
  }

  @Test
  void stopsAfterTheIterationThatIsRunning() {
    try (SmallRun run = SmallRun.usual()) {
      Trainer trainer = run.trainer(SmallRun.options(50));
      trainer.listener(
          new TrainingListener() {
            @Override
            public void progressed(Progress progress) {
              assertThat(progress.iterations()).isEqualTo(50);
              assertThat(progress.secondsLeft()).isPositive();
              assertThat(progress.imagesPerSecond()).isPositive();
              if (progress.iteration() == 3) {
                trainer.stop();
              }
            }
          });
      assertThat(trainer.run().iteration()).isEqualTo(3);
      assertThat(trainer.isStopping()).isTrue();
    }
  }

  @Test
  void evaluatesWhenDueAndAtTheEnd() {
    List<Long> evaluated = new ArrayList<>();
    TrainingOptions options = SmallRun.options(5);
    try (SmallRun run = SmallRun.usual()) {
      run.trainer(options.withSchedule(options.schedule().withEvaluateEvery(2)))
          .evaluation(run.evaluation(), AbsentClasses.PRESENT_ONLY)
          .listener(
              new TrainingListener() {
                @Override
                public void evaluated(long iteration, Score score) {
                  assertThat(score.images()).isEqualTo(6);
                  evaluated.add(iteration);
                }
              })
          .run();
    }
    assertThat(evaluated).containsExactly(2L, 4L, 5L);
  }

  @Test
  void aSampleThatCannotBeLoadedEndsTheRun() {
    try (SmallRun run = SmallRun.usual()) {
      Trainer trainer =
          new Trainer(
              run.training,
              run.parameters,
              number -> {
                throw new DataException("picture 4711 is missing");
              },
              SmallRun.options(2));
      assertThatThrownBy(trainer::run)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("4711");
    }
  }

  @Test
  void anotherRunsStateIsRefused() {
    try (SmallRun run = SmallRun.usual()) {
      Trainer trainer = run.trainer(SmallRun.options(10));
      assertThatThrownBy(() -> trainer.resume(new TrainingState(1, 76, List.of())))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("76")
          .hasMessageContaining("77");
      assertThatThrownBy(() -> trainer.resume(new TrainingState(11, 77, List.of())))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("11 iterations");
    }
  }

  /** Remembers what it hears. */
  private static final class Losses implements TrainingListener {
    final List<Double> last = new ArrayList<>();
    final List<Double> averaged = new ArrayList<>();
    final List<Double> rates = new ArrayList<>();

    @Override
    public void progressed(Progress progress) {
      last.add(progress.lastLoss());
      averaged.add(progress.loss());
      rates.add(progress.rate());
    }
  }
}
