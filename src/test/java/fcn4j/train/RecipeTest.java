package fcn4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fcn4j.op.LossNormalisation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

class RecipeTest {

  /** Released solver files: rate, iterations and scoring interval of every net. */
  @ParameterizedTest
  @CsvSource({
    "heavy-fcn32s,1e-10,100000,4000",
    "heavy-fcn16s,1e-12,100000,4000",
    "heavy-fcn8s,1e-14,100000,4000",
    "heavy-fcn8s-atonce,1e-10,300000,4000",
    "heavy-nyud-fcn32s,1e-10,100000,2000",
    "heavy-nyud-fcn32s-color-hha,1e-12,100000,2000",
    "heavy-siftflow-fcn8s,1e-12,100000,2000",
    "heavy-context-fcn8s,1e-14,400000,8000",
  })
  void heavyRecipesAreTheReleasedOnes(String name, double rate, long iterations, long every) {
    TrainingOptions options = Recipe.of(name).options();
    assertThat(options.sgd()).isEqualTo(Sgd.fixed(rate, 0.99, 5e-4));
    assertThat(options.loss().normalisation()).isEqualTo(LossNormalisation.BATCH_SIZE);
    assertThat(options.input()).isEqualTo(InputOptions.plain(1, SampleOrder.WITH_REPLACEMENT));
    assertThat(options.schedule().iterations()).isEqualTo(iterations);
    assertThat(options.schedule().evaluateEvery()).isEqualTo(every);
    assertThat(options.schedule().averageLoss()).isEqualTo(20);
    assertThat(options.seed()).isEqualTo(1337);
  }

  @ParameterizedTest
  @CsvSource({
    "fcn32s,1e-4",
    "fcn16s,1e-6",
    "fcn8s,1e-8",
    "fcn8s-atonce,1e-4",
    "fcn-alexnet,1e-3",
    "fcn-googlenet-32s,5e-5",
    "fcn-googlenet-16s,5e-7",
    "fcn-googlenet-8s,5e-9",
  })
  void conferenceRecipesAreThePapers(String net, double rate) {
    TrainingOptions options = Recipe.of("conference", net).options();
    assertThat(options.sgd()).isEqualTo(Sgd.fixed(rate, 0.9, 5e-4).withIterSize(20));
    assertThat(options.loss()).isEqualTo(LossOptions.plain(LossNormalisation.VALID));
    assertThat(options.input().batch() * options.sgd().iterSize()).isEqualTo(20);
    assertThat(options.recipe()).isEqualTo("conference-" + net);
  }

  @Test
  void aNarrowNetHasTheRecipeOfItsHead() {
    assertThat(Recipe.of("heavy", "fcn16s-narrow")).isEqualTo(Recipe.of("heavy-fcn16s"));
    assertThat(Recipe.of("heavy", "fcn8s-atonce-tiny")).isEqualTo(Recipe.of("heavy-fcn8s-atonce"));
    assertThat(Recipe.of("heavy", "fcn-alexnet-norm-pool"))
        .isEqualTo(Recipe.of("heavy-fcn-alexnet"));
    assertThat(Recipe.of("conference", "fcn-googlenet-8s-pad100"))
        .isEqualTo(Recipe.of("conference-fcn-googlenet-8s"));
  }

  @Test
  void theReleasedAlexNetIsTrainedOnTheMeanLoss() {
    TrainingOptions options = Recipe.of("heavy-fcn-alexnet").options();
    assertThat(options.sgd()).isEqualTo(Sgd.fixed(1e-4, 0.9, 5e-4).withIterSize(20));
    assertThat(options.loss().normalisation()).isEqualTo(LossNormalisation.VALID);
  }

  @Test
  void anUnknownRecipeIsAnsweredWithAllOfThem() {
    assertThatThrownBy(() -> Recipe.of("heavy", "fcn4s"))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'heavy-fcn4s'")
        .hasMessageContaining("conference-fcn32s, conference-fcn16s");
    assertThat(Recipe.all()).extracting(Recipe::name).doesNotHaveDuplicates().hasSize(21);
  }

  static List<Recipe> all() {
    return Recipe.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void optionsAreReadAsTheyAreWritten(Recipe recipe) {
    TrainingOptions options = recipe.options();
    assertThat(OptionsJson.read(json(options))).isEqualTo(options);
  }

  @Test
  void alteredOptionsAreReadAsTheyAreWritten() {
    TrainingOptions options = altered();
    assertThat(OptionsJson.read(json(options))).isEqualTo(options);
    assertThat(options.sgd().rate().rate(5)).isEqualTo(2.5);
  }

  private static TrainingOptions altered() {
    TrainingOptions heavy = Recipe.of("heavy-fcn8s").options();
    return heavy
        .withSgd(
            heavy
                .sgd()
                .withRate(LearningRate.parse("poly:power=1,max_iter=10", 5))
                .withMomentum(0.5)
                .withWeightDecay(0)
                .withIterSize(3)
                .withClipNorm(10))
        .withLoss(
            heavy
                .loss()
                .withNormalisation(LossNormalisation.VALID)
                .withKeepProbability(0.25)
                .withClassWeights(List.of(1f, 0.1f)))
        .withInput(
            heavy
                .input()
                .withBatch(4)
                .withOrder(SampleOrder.SHUFFLED)
                .withAugmentation(true, 32)
                .withPad(true))
        .withSchedule(
            heavy
                .schedule()
                .withIterations(10)
                .withLogEvery(1)
                .withEvaluateEvery(5)
                .withCheckpointEvery(0))
        .withSeed(Long.MAX_VALUE);
  }

  @Test
  void optionsThatAreNotWholeAreRefused() {
    ObjectNode json = (ObjectNode) json(altered());
    json.remove("momentum");
    assertThatThrownBy(() -> OptionsJson.read(json))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'momentum'");
    ObjectNode typed = (ObjectNode) json(altered());
    typed.put("momentum", "fast");
    assertThatThrownBy(() -> OptionsJson.read(typed))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("fast");
    ObjectNode other = (ObjectNode) json(altered());
    other.put("order", "BACKWARDS");
    assertThatThrownBy(() -> OptionsJson.read(other))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("'BACKWARDS'")
        .hasMessageContaining("SHUFFLED");
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    TrainingOptions heavy = Recipe.of("heavy-fcn8s").options();
    assertThatThrownBy(() -> heavy.input().withBatch(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> heavy.input().withAugmentation(false, -1))
        .hasMessageContaining("got -1");
    assertThatThrownBy(() -> heavy.schedule().withIterations(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> heavy.schedule().withLogEvery(-2)).hasMessageContaining("-2");
    assertThatThrownBy(() -> heavy.loss().withKeepProbability(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> heavy.loss().withClassWeights(List.of(1f, -1f)))
        .isInstanceOf(TrainException.class)
        .hasMessageContaining("[1.0, -1.0]");
  }

  private static JsonNode json(TrainingOptions options) {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, Object> values = OptionsJson.write(options);
    return mapper.readTree(mapper.writeValueAsString(values));
  }
}
