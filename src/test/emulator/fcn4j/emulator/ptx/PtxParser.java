package fcn4j.emulator.ptx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a whole PTX text; whatever it does not know it refuses with the line. */
public final class PtxParser {
  private static final Set<String> LINKAGE = Set.of(".visible", ".extern", ".weak", ".common");

  private final TokenCursor cursor;
  private final List<PtxVariable> variables = new ArrayList<>();
  private final List<PtxKernel> kernels = new ArrayList<>();
  private String version = "";
  private String target = "";

  private PtxParser(String text) {
    this.cursor = new TokenCursor(text);
  }

  /**
   * Parses a module.
   *
   * @throws PtxRefused where the text is not PTX that the emulator takes
   */
  public static PtxModule parse(String text) {
    PtxParser parser = new PtxParser(text);
    while (!parser.cursor.atEnd()) {
      parser.topLevel();
    }
    return new PtxModule(
        parser.version, parser.target, List.copyOf(parser.variables), List.copyOf(parser.kernels));
  }

  private void topLevel() {
    Token token = cursor.peek();
    switch (token.text()) {
      case ".version" -> {
        cursor.take();
        version = cursor.take().text();
      }
      case ".target" -> {
        cursor.take();
        target = cursor.take().text();
        cursor.skipLine(token);
      }
      case ".address_size" -> addressSize(token);
      case ".file" -> cursor.skipLine(token);
      case ".section" -> {
        cursor.take();
        cursor.take();
        cursor.skipBraces();
      }
      default -> declaration(token);
    }
  }

  private void addressSize(Token token) {
    cursor.take();
    if (cursor.takeInt() != 64) {
      throw cursor.refuse(token, "only 64-bit addresses are emulated");
    }
  }

  private void declaration(Token first) {
    while (LINKAGE.contains(cursor.peek().text())) {
      cursor.take();
    }
    switch (cursor.peek().text()) {
      case ".entry" -> {
        cursor.take();
        kernels.add(new KernelParser(cursor).parse());
      }
      case ".global", ".const", ".shared" -> variables.add(VariableParser.parse(cursor));
      case ".func" ->
          throw cursor.refuse(first, "device functions are not emulated; let nvcc inline them");
      default -> throw cursor.refuse(first, "unknown directive");
    }
  }
}
