package fcn4j.benchmarks;

import fcn4j.graph.Graph;
import fcn4j.graph.Margin;
import fcn4j.graph.Parameter;
import fcn4j.graph.Parameters;
import fcn4j.graph.Reached;
import fcn4j.net.FcnHead;
import fcn4j.profile.Work;
import fcn4j.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Products and bytes of whole nets: the sums over their layers. */
final class NetWork {
  private NetWork() {}

  /** A forward pass to the classes, of the windows that the margin leaves. */
  static Work prediction(Graph fused, Shape image, Margin margin) {
    Map<String, Shape> inputs = LayerForm.inputs(fused, image);
    Reached reached =
        margin == Margin.REACH ? Reached.of(fused, inputs, Set.of(FcnHead.PREDICTION)) : null;
    List<Layer> layers =
        reached == null
            ? Layers.of(fused, inputs)
            : Layers.of(reached.main(), reached.mainInputs(inputs));
    return layers.stream().map(LayerPass.FORWARD::work).reduce(Work.NONE, Work::plus);
  }

  /** A forward and a backward pass. */
  static Work gradients(Graph fused, Shape image) {
    return Layers.of(fused, LayerForm.inputs(fused, image)).stream()
        .map(LayerPass.FORWARD_BACKWARD::work)
        .reduce(Work.NONE, Work::plus);
  }

  /** An update of all that is trained. */
  static Work update(Parameters parameters) {
    return Work.update(
        parameters.all().stream()
            .filter(Parameter::trainable)
            .mapToLong(parameter -> parameter.spec().count())
            .sum());
  }
}
