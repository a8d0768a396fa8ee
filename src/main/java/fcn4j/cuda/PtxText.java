package fcn4j.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PTX text with the kernels it declares.
 *
 * @param name of the resource without folder and ending, for messages
 * @param text the PTX itself
 * @param entries the kernels by name, in the order of the text
 */
public record PtxText(String name, String text, Map<String, PtxEntry> entries) {
  private static final Pattern COMMENT = Pattern.compile("//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern ENTRY =
      Pattern.compile("\\.entry\\s+([A-Za-z_$%][\\w$]*)\\s*(?:\\(([^)]*)\\))?");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\.param\\s+(?:\\.align\\s+(\\d+)\\s+)?\\.([a-z]+)(\\d+)((?:\\s+\\.[a-z]+(?:\\s+\\d+)?)*)"
              + "\\s+[\\w$%]+(?:\\[(\\d+)])?");

  /** Keeps the order of the entries. */
  public PtxText {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * Reads the resource {@code /ptx/<name>.ptx}.
   *
   * @throws IllegalArgumentException if there is no such resource or it cannot be understood
   */
  public static PtxText resource(String name) {
    String path = "/ptx/" + name + ".ptx";
    try (InputStream in = PtxText.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no kernel module " + path + " on the class path");
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException("reading " + path, failure);
    }
  }

  /**
   * Finds the kernels and their parameter lists in a PTX text.
   *
   * @throws IllegalArgumentException if a parameter list cannot be understood
   */
  public static PtxText parse(String name, String text) {
    Map<String, PtxEntry> entries = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(COMMENT.matcher(text).replaceAll(" "));
    while (entry.find()) {
      String list = entry.group(2) == null ? "" : entry.group(2).strip();
      PtxEntry parsed = new PtxEntry(entry.group(1), parameters(name, entry.group(1), list));
      if (entries.put(parsed.name(), parsed) != null) {
        throw new IllegalArgumentException(name + ".ptx declares " + parsed.name() + " twice");
      }
    }
    return new PtxText(name, text, entries);
  }

  private static List<PtxEntry.Parameter> parameters(String module, String entry, String list) {
    List<PtxEntry.Parameter> parameters = new ArrayList<>();
    if (list.isEmpty()) {
      return parameters;
    }
    for (String piece : list.split(",", -1)) {
      Matcher parameter = PARAMETER.matcher(piece.strip());
      if (!parameter.matches()) {
        throw new IllegalArgumentException(
            module
                + ".ptx, "
                + entry
                + ": cannot understand the parameter '"
                + piece.strip()
                + "'");
      }
      int element = Integer.parseInt(parameter.group(3)) / 8;
      int count = parameter.group(5) == null ? 1 : Integer.parseInt(parameter.group(5));
      int alignment = parameter.group(1) == null ? element : Integer.parseInt(parameter.group(1));
      parameters.add(
          new PtxEntry.Parameter(
              parameter.group(2) + parameter.group(3),
              Math.multiplyExact(element, count),
              alignment,
              parameter.group(4).contains(".ptr")));
    }
    return parameters;
  }
}
