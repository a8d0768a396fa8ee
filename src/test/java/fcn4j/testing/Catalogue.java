package fcn4j.testing;

import fcn4j.op.Op;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The operations and their tables of cases: {@code static List<OpCase> cases()} of each test. */
public final class Catalogue {
  private Catalogue() {}

  /** Simple names of all operations, in order. */
  public static List<String> operations() {
    return Arrays.stream(Op.class.getPermittedSubclasses())
        .map(Class::getSimpleName)
        .sorted()
        .toList();
  }

  /** All cases of all operations. */
  public static List<OpCase> cases() {
    List<OpCase> all = new ArrayList<>();
    operations().forEach(operation -> all.addAll(cases(operation)));
    return all;
  }

  /**
   * The cases of one operation, from its test class.
   *
   * @throws IllegalStateException if there is no such class or table
   */
  public static List<OpCase> cases(String operation) {
    try {
      Method table = Class.forName("fcn4j.op." + operation + "Test").getDeclaredMethod("cases");
      table.setAccessible(true);
      List<OpCase> cases = new ArrayList<>();
      for (Object row : (List<?>) table.invoke(null)) {
        cases.add((OpCase) row);
      }
      return cases;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "fcn4j.op." + operation + "Test has no table cases(): " + e, e);
    }
  }
}
