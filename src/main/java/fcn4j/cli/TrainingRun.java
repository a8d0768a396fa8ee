package fcn4j.cli;

import fcn4j.data.Dataset;
import fcn4j.data.Preparation;
import fcn4j.graph.Executor;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Parameters;
import fcn4j.net.NetOptions;
import fcn4j.net.Nets;
import fcn4j.op.Backend;
import fcn4j.train.AbsentClasses;
import fcn4j.train.Evaluation;
import fcn4j.train.ModelInfo;
import fcn4j.train.OptionsJson;
import fcn4j.train.RunFolder;
import fcn4j.train.Score;
import fcn4j.train.Trainer;
import fcn4j.train.TrainingOptions;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One training run of the command line: net, data, folder, progress.
 *
 * @param scoring what is scored now and then, or nothing
 */
record TrainingRun(
    String net,
    NetOptions netOptions,
    TrainingOptions options,
    Preparation preparation,
    Dataset training,
    Optional<Dataset> scoring,
    Output output) {
  private static final Set<String> SCORED = Set.of("prediction", "loss");

  /** The folder of a run for which the user named none: {@code runs/NAME-DATE}. */
  static Path newFolder(String name) {
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return Path.of("runs", name + "-" + time);
  }

  /** Trains; returns the last score, if there is one. */
  Optional<Score> run(
      Backend backend, Path path, boolean resume, Optional<StartingWeights> weights) {
    Graph graph = Nets.build(net, netOptions);
    Graph forTraining = Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
    Graph forScoring = Fusion.rewrite(graph.forInference(SCORED), SCORED);
    try (Parameters parameters = new Parameters(graph, backend, true)) {
      parameters.initialise(options.seed());
      weights.ifPresent(
          starting -> new Surgery(starting.strict(), output).run(starting, graph, parameters));
      RunFolder folder = resume ? RunFolder.open(path) : RunFolder.create(path, resolved());
      try (Executor executor = Executor.training(forTraining, parameters, Set.of());
          Executor scorer = Executor.inference(forScoring, parameters, SCORED)) {
        return train(parameters, folder, resume, executor, scorer);
      }
    }
  }

  private Optional<Score> train(
      Parameters parameters, RunFolder folder, boolean resume, Executor executor, Executor scorer) {
    Trainer trainer =
        new Trainer(executor, parameters, options.feed(training, preparation)::batch, options);
    trainer.folder(
        folder,
        new ModelInfo(
            net,
            Model.optionTexts(netOptions),
            training.classNames(),
            training.colours(),
            preparation));
    scoring.ifPresent(dataset ->
        trainer.evaluation(
            Evaluation.of(scorer, "prediction", dataset, preparation),
            AbsentClasses.AS_REFERENCE_CODE));
    if (resume) {
      trainer.resume(folder.restore(parameters));
    }
    try (Reporter reporter = new Reporter(net, options.schedule().iterations(), output);
        StopHook hook = new StopHook(trainer)) {
      trainer.listener(reporter);
      trainer.run();
      RunCurve.write(folder, net + " on " + training.name());
      String rest = trainer.isStopping() ? " (stopped early; --resume goes on)" : "";
      output.message("run folder: " + folder.path() + rest);
      return reporter.lastScore();
    }
  }

  private Map<String, @Nullable Object> resolved() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("net", net);
    json.putAll(Model.optionTexts(netOptions));
    json.put("classes", netOptions.classes());
    json.put("data", training.name());
    json.put("testData", scoring.map(Dataset::name).orElse(null));
    json.put("channelOrder", preparation.order().name());
    json.put(
        "meanBgr",
        List.of(
            preparation.mean().first(), preparation.mean().second(), preparation.mean().third()));
    json.put("scale", preparation.scale());
    json.putAll(OptionsJson.write(options));
    return json;
  }
}
