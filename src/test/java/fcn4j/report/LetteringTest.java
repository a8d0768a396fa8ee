package fcn4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LetteringTest {
  private static final Lettering LETTERS = new Lettering(24f, false);

  @Test
  void everyPrintableCharacterHasAShapeOfItsOwn() {
    Set<String> shapes = new HashSet<>();
    for (char letter = '!'; letter <= '~'; letter++) {
      String strokes = Glyphs.strokes(letter);
      assertThat(strokes).as("'%c'", letter).matches("([0-9a-c][0-9a-f])+( ([0-9a-c][0-9a-f])+)*");
      assertThat(shapes.add(strokes)).as("'%c' differs from the others", letter).isTrue();
    }
    assertThat(Glyphs.strokes(' ')).isEmpty();
    assertThat(Glyphs.strokes('\u00e9')).isNotEmpty();
  }

  @Test
  void inkStaysWithinTheWidthAndTheHeightOfALine() {
    String text = "Hgjpqy|(8)";
    float width = LETTERS.width(text);
    BufferedImage picture = new BufferedImage(400, 100, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    LETTERS.draw(graphics, text, 20, 60, Color.WHITE);
    graphics.dispose();
    int ink = 0;
    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < 400; x++) {
        if ((picture.getRGB(x, y) & 0xff) > 100) {
          ink++;
          assertThat(x).isBetween(18, (int) (20 + width + 2));
          assertThat(y).isBetween(60 - 24 - 2, (int) (60 + LETTERS.descentPixels() + 2));
        }
      }
    }
    assertThat(ink).isGreaterThan(500);
  }

  @Test
  void longTextIsCutToItsRoom() {
    assertThat(LETTERS.fit("short", 500)).isEqualTo("short");
    String cut = LETTERS.fit("a rather long title of a panel", 120);
    assertThat(cut).startsWith("a r").endsWith("..");
    assertThat(LETTERS.width(cut)).isLessThanOrEqualTo(120);
    assertThat(LETTERS.width("aa")).isGreaterThan(LETTERS.width("a"));
  }
}
