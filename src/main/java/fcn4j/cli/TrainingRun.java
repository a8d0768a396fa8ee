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

/**
 * One training run of the command line: net, data, folder, progress.
 *
 * @param data what it learns from, and what is scored now and then
 */
record TrainingRun(
    String net,
    NetOptions netOptions,
    TrainingOptions options,
    Preparation preparation,
    RunData data,
    Output output) {
  // Names in options.json.
  static final String NET = "net";
  static final String CLASSES = "classes";
  static final String DATA = "data";
  static final String TEST_DATA = "testData";
  static final String MEAN = "meanBgr";
  static final String SCALE = "scale";

  private static final Set<String> SCORED = Set.of("prediction", "loss");

  /** The folder of a run for which the user named none: {@code runs/NAME-DATE}. */
  static Path newFolder(String name) {
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return Path.of("runs", name + "-" + time);
  }

  /**
   * Trains; returns the last score, if there is one.
   *
   * @param resume whether to go on with the run in the folder, whose options these become
   * @param weights starting values of a new run
   */
  Optional<Score> run(
      Backend backend, Path path, boolean resume, Optional<StartingWeights> weights) {
    Graph graph = Nets.build(net, netOptions);
    Graph forTraining = Fusion.rewrite(graph.forTraining(Set.of()), Set.of());
    Graph forScoring = Fusion.rewrite(graph.forInference(SCORED), SCORED);
    try (Parameters parameters = new Parameters(graph, backend, true)) {
      if (!resume) {
        parameters.initialise(options.seed());
        weights.ifPresent(
            starting -> new Surgery(starting.strict(), output).run(starting, graph, parameters));
      }
      RunFolder folder = resume ? RunFolder.open(path) : RunFolder.create(path, resolved());
      try (Executor executor = Executor.training(forTraining, parameters, Set.of());
          Executor scorer = Executor.inference(forScoring, parameters, SCORED)) {
        return train(parameters, folder, resume, executor, scorer);
      }
    }
  }

  private Optional<Score> train(
      Parameters parameters, RunFolder folder, boolean resume, Executor executor, Executor scorer) {
    Dataset training = data.training();
    Trainer trainer =
        new Trainer(executor, parameters, options.feed(training, preparation)::batch, options);
    trainer.folder(
        folder,
        new ModelInfo(
            net,
            ModelFile.optionTexts(netOptions),
            training.classNames(),
            training.colours(),
            preparation));
    data.scoring()
        .ifPresent(dataset ->
            trainer.evaluation(
                Evaluation.of(scorer, "prediction", dataset, preparation),
                AbsentClasses.AS_REFERENCE_CODE));
    if (resume) {
      trainer.resume(folder.restore(parameters));
      folder.writeOptions(resolved());
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

  /** All that the run follows from but its starting values, for {@code options.json}. */
  Map<String, Object> resolved() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(NET, net);
    json.putAll(ModelFile.optionTexts(netOptions));
    json.put(CLASSES, netOptions.classes());
    json.put(DATA, data.trainingText());
    json.put(TEST_DATA, data.scoringText());
    json.put("channelOrder", preparation.order().name());
    json.put(
        MEAN,
        List.of(
            preparation.mean().first(), preparation.mean().second(), preparation.mean().third()));
    json.put(SCALE, preparation.scale());
    json.putAll(OptionsJson.write(options));
    return json;
  }
}
