package fcn4j.cli;

import fcn4j.train.AbsentClasses;
import fcn4j.train.MetricsLog;
import fcn4j.train.Score;
import fcn4j.train.TrainingListener;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the progress of a training run: a bar on a terminal, and a line an evaluation. */
final class Reporter implements TrainingListener, AutoCloseable {
  private final Progress progress;
  private final Output output;
  private @Nullable Progress evaluation;
  private @Nullable Score last;

  Reporter(String task, long iterations, Output output) {
    this.progress = new Progress(task, "it", iterations);
    this.output = output;
  }

  @Override
  public void progressed(fcn4j.train.Progress at) {
    progress.at(
        at.iteration(),
        String.format(Locale.ROOT, "loss %.4g, %.1f img/s", at.loss(), at.imagesPerSecond()));
  }

  @Override
  public void evaluating(int imagesDone, int images) {
    Progress shown = evaluation;
    if (shown == null) {
      shown = new Progress("evaluate", "img", images);
      evaluation = shown;
    }
    shown.at(imagesDone, "");
  }

  private void endEvaluation() {
    Progress shown = evaluation;
    evaluation = null;
    if (shown != null) {
      shown.close();
    }
  }

  @Override
  public void evaluated(long iteration, Score score) {
    endEvaluation();
    last = score;
    if (output.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("iteration", iteration);
      json.putAll(MetricsLog.values(score, AbsentClasses.AS_REFERENCE_CODE));
      output.object(json);
    } else {
      output.println(
          "iteration %d: %s"
              .formatted(
                  iteration, ScoreTable.line(score.metrics(AbsentClasses.AS_REFERENCE_CODE))));
    }
  }

  /** The newest score. */
  Optional<Score> lastScore() {
    return Optional.ofNullable(last);
  }

  @Override
  public void close() {
    endEvaluation();
    progress.close();
  }
}
