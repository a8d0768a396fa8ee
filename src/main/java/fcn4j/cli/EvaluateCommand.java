package fcn4j.cli;

import fcn4j.data.Dataset;
import fcn4j.data.DatasetSpec;
import fcn4j.graph.Executor;
import fcn4j.op.Backend;
import fcn4j.train.AbsentClasses;
import fcn4j.train.Evaluation;
import fcn4j.train.MetricsLog;
import fcn4j.train.ModelInfo;
import fcn4j.train.Score;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fcn4j evaluate}: the scores of a trained net on a dataset. */
@Command(
    name = "evaluate",
    description = {
      "Scores a trained net on a dataset.",
      "Every picture is scored at its own size: pixel accuracy, mean accuracy, mean IU, frequency",
      "weighted IU, and each class."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Option(names = "--data", required = true, paramLabel = "DATA", description = DataHelp.DATA)
  private String data = "";

  @Option(
      names = "--absent-classes",
      paramLabel = "RULE",
      defaultValue = "as-reference-code",
      description = {
        "Classes that no label has: as-reference-code counts them in the mean IU with 0 if they are",
        "predicted; present-only leaves them out, as the paper does (default: ${DEFAULT-VALUE})."
      })
  private String absentClasses = "";

  @Mixin private ModelOptions modelOptions = new ModelOptions();
  @Mixin private MarginOption margin = new MarginOption();
  @Mixin private DeviceOptions device = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    AbsentClasses convention =
        Choices.constant(AbsentClasses.class, "--absent-classes", absentClasses);
    Dataset dataset = DatasetSpec.parse(data).open(DatasetSpec.Purpose.SCORING);
    try (ModelFile file = modelOptions.open(Optional.of(dataset))) {
      requireSameClasses(file.info(), dataset);
      Set<String> outputs = Set.of("prediction", "loss");
      try (Backend backend = device.open(output);
          Model model = file.load(backend);
          Executor executor = model.inference(outputs, margin.margin())) {
        model.awaitValues();
        Score score = score(executor, dataset, model);
        print(score, convention, model);
      }
    }
    return 0;
  }

  private void requireSameClasses(ModelInfo model, Dataset dataset) {
    if (model.classes() != dataset.classes()) {
      throw new BadInputException(
          "%s was trained for %d classes, %s has %d; score it on the dataset it was trained for"
              .formatted(
                  modelOptions.weights(), model.classes(), dataset.name(), dataset.classes()));
    }
  }

  private static Score score(Executor executor, Dataset dataset, Model model) {
    try (Progress progress = new Progress("evaluate", "img", dataset.size())) {
      return Evaluation.of(executor, "prediction", dataset, model.info().preparation())
          .run((done, images) -> progress.at(done, ""));
    }
  }

  private void print(Score score, AbsentClasses convention, Model model) {
    if (output.json()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("net", model.info().net());
      json.put("weights", modelOptions.weights().toString());
      json.putAll(MetricsLog.values(score, convention));
      json.put("classNames", model.info().classNames());
      output.object(json);
      return;
    }
    output.println(
        "%s on %s, %d pictures".formatted(model.info().net(), score.dataset(), score.images()));
    output.println(ScoreTable.line(score.metrics(convention)));
    output.println(ScoreTable.classes(score.metrics(convention), model.info().classNames()));
  }
}
