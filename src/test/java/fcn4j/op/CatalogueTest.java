package fcn4j.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import fcn4j.testing.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names what an operation of the catalogue still lacks. */
class CatalogueTest {

  static List<String> operations() {
    return Catalogue.operations();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void hasAClassInEveryBackend(String operation) {
    assertThat(
            List.of(
                "reference." + operation + "Reference",
                "onednn." + operation + "Onednn",
                "gpu." + operation + "Gpu"))
        .allSatisfy(CatalogueTest::assertExists);
  }

  private static void assertExists(String name) {
    assertThatCode(
            () -> Class.forName("fcn4j." + name, false, CatalogueTest.class.getClassLoader()))
        .as("class fcn4j.%s", name)
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void hasATestWithATableOfCases(String operation) {
    assertThat(Catalogue.cases(operation)).hasSizeGreaterThanOrEqualTo(2);
    assertThat(Catalogue.cases(operation))
        .allMatch(opCase -> opCase.op().getClass().getSimpleName().equals(operation));
  }

  @Test
  void catalogueIsComplete() {
    assertThat(operations()).hasSize(24).contains("Conv2d", "UpsampleSoftmaxLoss");
  }
}
