package fcn4j.emulator.ptx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registers of a kernel, by scope: inline assembly opens scopes of its own. */
final class RegisterScopes {
  private final List<PtxRegister> all = new ArrayList<>();
  private final Deque<Map<String, PtxRegister>> scopes = new ArrayDeque<>();

  RegisterScopes() {
    open();
  }

  void open() {
    scopes.push(new HashMap<>());
  }

  void close() {
    scopes.pop();
  }

  List<PtxRegister> all() {
    return List.copyOf(all);
  }

  /** Reads {@code .type %r<n>, a, b;} after {@code .reg}. */
  void declare(TokenCursor cursor) {
    PtxType type = VariableParser.type(cursor, cursor.take());
    do {
      String name = cursor.take().text();
      if (cursor.takeIf("<")) {
        int count = cursor.takeInt();
        cursor.expect(">");
        for (int i = 0; i < count; i++) {
          add(name + i, type);
        }
      } else {
        add(name, type);
      }
    } while (cursor.takeIf(","));
    cursor.expect(";");
  }

  private void add(String name, PtxType type) {
    PtxRegister register = new PtxRegister(name, type, all.size());
    all.add(register);
    scopes.element().put(name, register);
  }

  @Nullable PtxRegister lookUp(String name) {
    for (Map<String, PtxRegister> scope : scopes) {
      PtxRegister register = scope.get(name);
      if (register != null) {
        return register;
      }
    }
    return null;
  }

  PtxRegister find(TokenCursor cursor, Token token) {
    PtxRegister register = lookUp(token.text());
    if (register == null) {
      throw cursor.refuse(token, "undeclared register `" + token.text() + "`");
    }
    return register;
  }
}
