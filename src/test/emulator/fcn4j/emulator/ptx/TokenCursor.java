package fcn4j.emulator.ptx;

import java.util.List;

/** Walks over tokens and quotes the source line in errors. */
final class TokenCursor {
  private final List<Token> tokens;
  private final String[] lines;
  private int at;

  TokenCursor(String text) {
    this.tokens = PtxLexer.tokens(text);
    this.lines = text.split("\n", -1);
  }

  boolean atEnd() {
    return at >= tokens.size();
  }

  Token peek() {
    if (atEnd()) {
      throw new PtxRefused(lines.length, "", "the text ends in the middle of a statement");
    }
    return tokens.get(at);
  }

  boolean nextIs(String sign) {
    return !atEnd() && tokens.get(at).is(sign);
  }

  /** Whether the token after the next one is that sign. */
  boolean secondIs(String sign) {
    return at + 1 < tokens.size() && tokens.get(at + 1).is(sign);
  }

  Token take() {
    Token token = peek();
    at++;
    return token;
  }

  boolean takeIf(String sign) {
    if (nextIs(sign)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String sign) {
    Token token = take();
    if (!token.is(sign)) {
      throw refuse(token, "expected `" + sign + "` where `" + token.text() + "` stands");
    }
  }

  int takeInt() {
    Token token = take();
    long value = Literals.integer(token.text(), () -> refuse(token, "expected a number"));
    return Math.toIntExact(value);
  }

  /** Skips what is left of the line of that token. */
  void skipLine(Token token) {
    while (!atEnd() && peek().line() == token.line()) {
      at++;
    }
  }

  /** Skips a block in braces that opens next. */
  void skipBraces() {
    expect("{");
    int depth = 1;
    while (depth > 0) {
      String text = take().text();
      depth += text.equals("{") ? 1 : text.equals("}") ? -1 : 0;
    }
  }

  String lineText(int line) {
    return lines[line - 1].strip();
  }

  PtxRefused refuse(Token token, String reason) {
    return new PtxRefused(token.line(), lineText(token.line()), reason);
  }
}
