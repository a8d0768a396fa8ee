package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import fcn4j.graph.Analysis;
import fcn4j.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Multiply-adds, parameters and extents of every layer on an image of 500x500 pixels. */
class MultiplyAddsTest {
  private static final Map<String, Shape> INPUTS =
      Map.of("data", new Shape(1, 3, 500, 500), "label", new Shape(1, 1, 500, 500));

  @ParameterizedTest
  @ValueSource(strings = {"fcn32s", "fcn16s", "fcn8s", "fcn-alexnet", "fcn-googlenet-32s-pad100"})
  void multiplyAddsOfEveryLayer(String net) {
    Analysis analysis = Analysis.of(Nets.build(net, 21), INPUTS);
    Map<String, Map<String, String>> known = new HashMap<>();
    for (Map<String, String> row : Tables.read("/net/multiply-adds.tsv")) {
      if (net.equals(row.get("net"))) {
        known.put(row.get("layer"), row);
      }
    }
    Map<String, String> total = Objects.requireNonNull(known.remove("total"));
    assertThat(analysis.multiplyAdds() / 1e9)
        .isEqualTo(Double.parseDouble(total.get("gmac")), offset(0.0005));
    for (Analysis.Row row : analysis.rows()) {
      Map<String, String> expected = known.remove(row.node());
      double gmac = expected == null ? 0 : Double.parseDouble(expected.get("gmac"));
      assertThat(row.multiplyAdds() / 1e9).as(row.node()).isEqualTo(gmac, offset(0.00005001));
      double mparams = expected == null ? 0 : Double.parseDouble(expected.get("mparams"));
      if (expected != null) {
        assertThat(List.of("" + row.shape().c(), "" + row.shape().h(), "" + row.shape().w()))
            .as(row.node())
            .isEqualTo(List.of(expected.get("c"), expected.get("h"), expected.get("w")));
      }
      assertThat(row.parameters() / 1e6).as(row.node()).isEqualTo(mparams, offset(0.00005001));
    }
    assertThat(known).isEmpty();
  }
}
