package fcn4j.report;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The shapes of the letters: strokes between points of a grid, two base-36 digits a point (column,
 * row).
 *
 * <p>Capitals reach from row 0 to row 12, small letters from row 4, descenders to row 15. Pictures
 * are lettered with these shapes because a stock server has no fonts, and Java cannot draw text
 * without them.
 */
final class Glyphs {
  /** Rows from the top of a capital to the line it stands on. */
  static final int CAP_ROWS = 12;

  /** Rows from the line that letters stand on to the lowest descender. */
  static final int DESCENDER_ROWS = 3;

  private static final Map<Character, String> STROKES =
      """
      A 0c408c 1878
      B 0c006082846606 66888a6c0c
      C 826020020a2c6c8a
      D 0c005083895c0c
      E 70000c7c 0666
      F 70000c 0666
      G 826020020a2c6c8a8757
      H 000c 808c 0686
      I 101c
      J 606a4c2c0a
      K 000c 8008 358c
      L 000c7c
      M 0c0058a0ac
      N 0c008c80
      O 306093996c3c090330
      P 0c006082856707
      Q 306093996c3c090330 699c
      R 0c006082856707 478c
      S 82602002042666888a6c2c0a
      T 0080 404c
      U 000a2c6c8a80
      V 004c80
      W 003c639cc0
      X 008c 800c
      Y 004680 464c
      Z 00800c8c
      a 646c 664424060a2c4c6a
      b 000c 062444666a4c2c0a
      c 664424060a2c4c6a
      d 606c 664424060a2c4c6a
      e 086866442406 060a2c4c6b
      f 5040222c 0454
      g 664424060a2c4c6a 646d4f1f
      h 000c 062444666c
      i 141c 1011
      j 242d0f 2021
      k 000c 6409 276c
      l 101a3c
      m 040c 062434565c 567484a6ac
      n 040c 062444666c
      o 2444666a4c2c0a0624
      p 040f 062444666a4c2c0a
      q 646f 664424060a2c4c6a
      r 040c 062444
      s 65442405072848696b4c2c0b
      t 212a4c5c 0454
      u 040a2c4c6a 646c
      v 043c64
      w 042c558ca4
      x 046c 640c
      y 043c 643c1f0f
      z 04640c6c
      0 2050727a5c2c0a0220
      1 13404c
      2 02205072740c7c
      3 02205072745626 56787a5c2c0a
      4 5c500878
      5 7010062555777a5c2c0a
      6 725020020a2c5c7a78562608
      7 00703c
      8 205072745626040220 56787a5c2c0a0826
      9 0a2c5c7a7250200204265674
      . 1b1c
      , 1b1c0e
      : 1516 1b1c
      ; 1516 1b1c0e
      ! 1018 1b1c
      ? 02204062643738 3b3c
      - 0757
      + 0767 343a
      = 0565 0969
      _ 0e7e
      / 0d50
      \\ 005d
      | 101f
      ( 30131a3d
      ) 00232a0d
      [ 30101d3d
      ] 00202d0d
      { 4021250627 272c4d
      } 0021254627 272c0d
      < 63076b
      > 03670b
      % 801c 10304234140210 68889a8c6c5a68
      # 211b 615b 0474 0878
      * 3137 0266 6206
      & 8c131230406263080a2c4c87
      @ 8b6c3c090330609397796864 654436374967
      ~ 08264866
      ^ 043064
      $ 82602002042666888a6c2c0a 404c
      ' 1013
      " 1013 4043
      ` 0022
      × 056b 650b
      """
          .lines()
          .collect(Collectors.toUnmodifiableMap(line -> line.charAt(0), line -> line.substring(2)));

  /** An empty box for what has no shape. */
  private static final String UNKNOWN = "00606c0c00";

  private Glyphs() {}

  /** The strokes of a letter, separated by blanks; a blank has none. */
  static String strokes(char letter) {
    return letter == ' ' ? "" : STROKES.getOrDefault(letter, UNKNOWN);
  }

  /** Columns that a letter takes, without the gap behind it; digits take the same. */
  static int columns(char letter) {
    if (letter == ' ') {
      return 3;
    }
    if (letter >= '0' && letter <= '9') {
      return 7;
    }
    String strokes = strokes(letter).replace(" ", "");
    int widest = 2;
    for (int i = 0; i < strokes.length(); i += 2) {
      widest = Math.max(widest, Character.digit(strokes.charAt(i), 36));
    }
    return widest;
  }
}
