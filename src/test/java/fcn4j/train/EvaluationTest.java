package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fcn4j.data.DataException;
import fcn4j.data.Dataset;
import fcn4j.graph.Executor;
import fcn4j.graph.GraphException;
import fcn4j.tensor.HostTensor;
import fcn4j.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private SmallRun run;

  @BeforeEach
  void train() {
    run = SmallRun.usual();
    run.trainer(SmallRun.options(5)).run();
  }

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void scoresEveryPictureOnceAtItsOwnSize() {
    Dataset growing = new Stripes(4, 9, 14, 3);
    List<Integer> done = new ArrayList<>();
    Score score =
        Evaluation.of(run.inference, growing, SmallRun.PREPARATION)
            .run((images, all) -> {
              assertThat(all).isEqualTo(4);
              done.add(images);
            });
    assertThat(done).containsExactly(1, 2, 3, 4);
    // 9, 12, 15 and 18 rows of 14 columns, the first of which is ignored.
    assertThat(score.confusion().total()).isEqualTo((9 + 12 + 15 + 18) * 13);
    assertThat(score.dataset()).isEqualTo("stripes");
    assertThat(score.images()).isEqualTo(4);
  }

  @Test
  void byScoresAsByPredictionsAndInBatchesAsOneByOne() {
    Score one = run.evaluation().run();
    Score byScores =
        Evaluation.of(run.inference, "score", SmallRun.DATA, SmallRun.PREPARATION).run();
    Score batched = run.evaluation().withBatch(4).run();
    for (int truth = 0; truth < 3; truth++) {
      for (int label = 0; label < 3; label++) {
        assertThat(byScores.confusion().count(truth, label))
            .isEqualTo(one.confusion().count(truth, label));
        assertThat(batched.confusion().count(truth, label))
            .isEqualTo(one.confusion().count(truth, label));
      }
    }
    assertThat(batched.images()).isEqualTo(6);
    assertThat(byScores.loss().orElseThrow()).isCloseTo(one.loss().orElseThrow(), within(1e-12));
  }

  @Test
  void withoutALossInTheExecutorThereIsNone() {
    try (Executor inference = Executor.inference(run.graph, run.parameters, Set.of("prediction"))) {
      Score score = Evaluation.of(inference, SmallRun.DATA, SmallRun.PREPARATION).run();
      assertThat(score.loss()).isEmpty();
      assertThat(score.confusion().total()).isPositive();
    }
  }

  @Test
  void anExecutorWithoutOutputIsRefused() {
    try (Executor inference = Executor.inference(run.graph, run.parameters, Set.of("fc7"))) {
      assertThatThrownBy(() -> Evaluation.of(inference, SmallRun.DATA, SmallRun.PREPARATION))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("prediction");
    }
  }

  @Test
  void unequalPicturesCannotBeBatched() {
    Evaluation evaluation =
        Evaluation.of(run.inference, new Stripes(4, 9, 14, 3), SmallRun.PREPARATION).withBatch(2);
    assertThatThrownBy(evaluation::run)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("14x12");
    assertThatThrownBy(() -> run.evaluation().withBatch(0))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("got 0");
  }

  @Test
  void theFirstOfEqualScoresWins() {
    float[] scores = {1, 5, 2, 1, 3, 5, 2, 0, 3, 4, 2, 0};
    HostTensor tensor = new HostTensor(new Shape(1, 3, 1, 4), scores);
    assertThat(Evaluation.argMax(tensor).data()).containsExactly(1, 0, 0, 0);
  }
}
