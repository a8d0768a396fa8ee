package fcn4j.gpu;

import fcn4j.cuda.DeviceArena;
import fcn4j.cuda.Gpu;
import fcn4j.cuda.Lifetime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small arrays that operations carry in their records, such as class weights, each once. */
final class Constants {
  private final Gpu gpu;
  private final Lifetime lifetime;
  private final Map<List<Float>, DeviceArena> known = new HashMap<>();

  /** The arrays live as long as {@code lifetime}. */
  Constants(Gpu gpu, Lifetime lifetime) {
    this.gpu = gpu;
    this.lifetime = lifetime;
  }

  /** The address of an array with these values; zero if it is empty. */
  long floats(List<Float> values) {
    if (values.isEmpty()) {
      return 0;
    }
    DeviceArena arena = known.get(values);
    if (arena == null) {
      arena = lifetime.own(gpu.arena("constants", (long) values.size() * Float.BYTES));
      float[] array = new float[values.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = values.get(i);
      }
      arena.copyIn(0, array);
      known.put(List.copyOf(values), arena);
    }
    return arena.address(0, arena.bytes());
  }
}
