package fcn4j.emulator.exec;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every opcode that the emulator computes, with the method that does it. */
final class Registry {
  private static final List<Class<?>> CLASSES =
      List.of(
          IntOps.class,
          LongOps.class,
          DivisionOps.class,
          BitOps.class,
          FieldOps.class,
          FloatOps.class,
          RoundedOps.class,
          ApproxOps.class,
          DoubleOps.class,
          CompareOps.class,
          CompareFloats.class,
          CompareDoubles.class,
          ConvertOps.class,
          ConvertFloatOps.class,
          AtomicOps.class);

  private static final Map<String, Method> METHODS = methods();

  private Registry() {}

  /** The method that computes the opcode, or null. */
  static @Nullable Method find(String opcode) {
    return METHODS.get(opcode);
  }

  private static Map<String, Method> methods() {
    Map<String, Method> methods = new HashMap<>();
    for (Class<?> type : CLASSES) {
      for (Method method : type.getDeclaredMethods()) {
        Opcode opcode = method.getAnnotation(Opcode.class);
        if (opcode != null) {
          for (String name : opcode.value()) {
            if (methods.put(name, method) != null) {
              throw new IllegalStateException("two methods compute " + name);
            }
          }
        }
      }
    }
    return Map.copyOf(methods);
  }
}
