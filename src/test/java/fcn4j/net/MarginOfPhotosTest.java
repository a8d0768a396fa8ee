package fcn4j.net;

import static org.assertj.core.api.Assertions.assertThat;

import fcn4j.data.ImageFile;
import fcn4j.data.Preparation;
import fcn4j.graph.Executor;
import fcn4j.graph.Feeds;
import fcn4j.graph.Fusion;
import fcn4j.graph.Graph;
import fcn4j.graph.Margin;
import fcn4j.graph.Parameters;
import fcn4j.op.Backend;
import fcn4j.reference.ReferenceBackend;
import fcn4j.tensor.Shape;
import fcn4j.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Labels of real photos of several sizes are those of the whole margin. */
class MarginOfPhotosTest {
  private static final Set<String> PREDICTION = Set.of("prediction");
  private static final int PHOTOS = 3;

  @Test
  void labelsAreTheSame() throws IOException {
    List<Path> photos;
    try (Stream<Path> files = Files.list(RealData.require("voc-mini").resolve("JPEGImages"))) {
      photos = files.sorted().limit(PHOTOS).toList();
    }
    Graph net = Nets.build("fcn8s-narrow", 21);
    Graph fused = Fusion.rewrite(net.forInference(PREDICTION), PREDICTION);
    try (Backend backend = new ReferenceBackend();
        Parameters parameters = new Parameters(net, backend, false);
        Executor full = Executor.inference(fused, parameters, PREDICTION, Margin.FULL);
        Executor reach = Executor.inference(fused, parameters, PREDICTION, Margin.REACH)) {
      parameters.initialise(4);
      // Score layers start at zero, where every class would be a tie.
      for (String layer : List.of("score_fr", "score_pool4", "score_pool3")) {
        String name = layer + ".weight";
        int count = parameters.get(name).length;
        parameters.set(name, TinyNets.image(new Shape(1, 1, 1, count), 5).data());
      }
      for (Path photo : photos) {
        Feeds feeds = Feeds.of("data", Preparation.VOC.image(ImageFile.read(photo)));
        full.forward(feeds);
        reach.forward(feeds);
        byte[] expected = full.readBytes("prediction").data();
        assertThat(reach.readBytes("prediction").data()).as("%s", photo).isEqualTo(expected);
        Set<Byte> classes = new HashSet<>();
        for (byte label : expected) {
          classes.add(label);
        }
        assertThat(classes).as("%s", photo).hasSizeGreaterThan(2);
      }
    }
  }
}
