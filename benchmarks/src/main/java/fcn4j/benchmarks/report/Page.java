package fcn4j.benchmarks.report;

import fcn4j.benchmarks.results.ResultException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A document with sections that are generated, each between two markers that name it. */
final class Page {
  private static final Pattern SECTION =
      Pattern.compile(
          "(<!-- ([a-z-]+): written by benchmarks/report -->\n)(.*?)(<!-- \\2: end -->\n)",
          Pattern.DOTALL);

  private Page() {}

  /**
   * The page with its sections anew.
   *
   * @param name of the page, for messages
   * @param sections texts by their names; the page may leave some out
   * @throws ResultException if the page has no section, or one that there is no text for
   */
  static String with(String name, String page, Map<String, String> sections) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = SECTION.matcher(page);
    boolean any = false;
    while (matcher.find()) {
      any = true;
      String content = sections.get(matcher.group(2));
      if (content == null) {
        throw new ResultException(
            "%s has a section '%s'; there are %s"
                .formatted(name, matcher.group(2), sections.keySet()));
      }
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(matcher.group(1) + content + matcher.group(4)));
    }
    if (!any) {
      throw new ResultException(
          "%s has no section; each begins with a line '<!-- NAME: written by benchmarks/report -->' and ends with '<!-- NAME: end -->'"
              .formatted(name));
    }
    return matcher.appendTail(text).toString();
  }
}
