package fcn4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void numbersStandRightAndWordsLeft() {
    String table =
        new TextTable("layer", "parameters", "share", "note")
            .row("conv1_1", "1,792", "0.0 %", "pad 100")
            .row("score_fr", "86,037", "12.5 %", "")
            .row("total", "-", "", "")
            .toString();
    assertThat(table)
        .isEqualTo(
            """
            layer     parameters   share  note
            --------  ----------  ------  -------
            conv1_1        1,792   0.0 %  pad 100
            score_fr      86,037  12.5 %
            total              -
            """);
  }

  @Test
  void aTableWithoutRowsIsItsHeader() {
    assertThat(new TextTable("a", "b")).hasToString("a  b\n-  -\n");
  }

  @Test
  void rowsMustFitTheHeader() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 cells for 2 columns");
  }
}
