package fcn4j.emulator.ptx;

import java.util.ArrayList;
import java.util.List;

/** Splits PTX text into words and signs; comments are dropped. */
final class PtxLexer {
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;

  private PtxLexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    PtxLexer lexer = new PtxLexer(text);
    while (lexer.position < text.length()) {
      lexer.step();
    }
    return lexer.tokens;
  }

  private void step() {
    char c = text.charAt(position);
    if (c == '\n') {
      line++;
      position++;
    } else if (Character.isWhitespace(c) || c == '\0') {
      position++;
    } else if (text.startsWith("//", position)) {
      int end = text.indexOf('\n', position);
      position = end < 0 ? text.length() : end;
    } else if (text.startsWith("/*", position)) {
      blockComment();
    } else if (c == '"') {
      int end = text.indexOf('"', position + 1);
      add(end < 0 ? text.length() : end + 1);
    } else {
      int end = wordEnd();
      add(end == position ? position + 1 : end);
    }
  }

  private void blockComment() {
    int end = text.indexOf("*/", position + 2);
    int stop = end < 0 ? text.length() : end + 2;
    for (; position < stop; position++) {
      if (text.charAt(position) == '\n') {
        line++;
      }
    }
  }

  private int wordEnd() {
    int at = position;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '%' || c == '.') {
        at++;
      } else if (c == ':' && text.startsWith("::", at)) {
        at += 2;
      } else {
        break;
      }
    }
    return at;
  }

  private void add(int end) {
    tokens.add(new Token(text.substring(position, end), line));
    position = end;
  }
}
