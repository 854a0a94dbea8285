package dev.barrage.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Selects samples of a Prometheus page: {@code jvm_memory_used_bytes{area="heap"}}, or {@code
 * rate(http_requests_total)} for a counter's increase per second. A part of PromQL's selectors:
 * equality of labels, all matches summed.
 *
 * @param metric sample name
 * @param labels that must be equal
 * @param rate whether the increase per second is meant
 */
public record SeriesQuery(String metric, Map<String, String> labels, boolean rate) {
  private static final Pattern QUERY =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^{}]*)\\})?");
  private static final Pattern LABEL =
      Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*=\\s*\"([^\"\\\\]*)\"\\s*(,|$)");

  public SeriesQuery {
    labels = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /**
   * Reads a selector.
   *
   * @throws IllegalArgumentException with the text and examples
   */
  public static SeriesQuery parse(String text) {
    String stripped = text.strip();
    boolean rate = stripped.startsWith("rate(") && stripped.endsWith(")");
    String selector = rate ? stripped.substring(5, stripped.length() - 1).strip() : stripped;
    Matcher match = QUERY.matcher(selector);
    if (text.length() > 1000 || !match.matches()) {
      throw wrong(text);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    String inside = match.group(2) == null ? "" : match.group(2);
    Matcher label = LABEL.matcher(inside);
    int at = 0;
    while (at < inside.length()) {
      if (!label.region(at, inside.length()).lookingAt()) {
        throw wrong(text);
      }
      labels.put(label.group(1), label.group(2));
      at = label.end();
    }
    return new SeriesQuery(match.group(1), labels, rate);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        Quoted.of(text)
            + " is not a series; write e.g. jvm_memory_used_bytes{area=\"heap\"},"
            + " or rate(http_requests_total)");
  }

  /** As {@link #parse} reads it. */
  public String text() {
    StringBuilder text = new StringBuilder(metric);
    if (!labels.isEmpty()) {
      text.append('{');
      labels.forEach((name, value) ->
          text.append(text.charAt(text.length() - 1) == '{' ? "" : ",")
              .append(name + "=\"" + value + "\""));
      text.append('}');
    }
    return rate ? "rate(" + text + ")" : text.toString();
  }
}
