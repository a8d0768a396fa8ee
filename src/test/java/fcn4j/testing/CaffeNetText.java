package fcn4j.testing;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes small .caffemodel files that hold layers and no weights. */
public final class CaffeNetText {
  private static final int LAYER = 100;

  private CaffeNetText() {}

  /**
   * Writes a file.
   *
   * @param layers each {@code "name type bottom top"}
   */
  public static void write(Path file, List<String> layers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (String layer : layers) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        CodedOutputStream fields = CodedOutputStream.newInstance(message);
        String[] parts = layer.split(" ");
        for (int i = 0; i < parts.length; i++) {
          fields.writeString(i + 1, parts[i]);
        }
        fields.flush();
        out.writeByteArray(LAYER, message.toByteArray());
      }
      out.flush();
      Files.write(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
