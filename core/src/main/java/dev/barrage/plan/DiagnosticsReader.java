package dev.barrage.plan;

import dev.barrage.plan.Diagnostics.Breakdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code traceparent}, {@code keep headers} and {@code break down by}, and writes them. */
final class DiagnosticsReader {
  static final String TRACEPARENT = "traceparent";
  static final String KEEP = "keep headers";
  static final String BREAK_DOWN = "break down by";
  private static final String HEADER = "header ";
  private static final List<String> WORDS = List.of("address", "status", "header NAME");

  private DiagnosticsReader() {}

  static Diagnostics read(Problems problems, Fields fields) {
    return new Diagnostics(
        fields.bool(TRACEPARENT, false),
        list(problems, fields, KEEP, DiagnosticsReader::header),
        list(problems, fields, BREAK_DOWN, DiagnosticsReader::breakdown));
  }

  private static <T> List<T> list(
      Problems problems, Fields fields, String key, Function<String, T> parser) {
    List<T> values = new ArrayList<>();
    List<Node> items = fields.get(key).map(Fields::items).orElse(List.of());
    for (Node item : items) {
      problems.read(
          item,
          false,
          text -> {
            T value = parser.apply(text);
            if (values.contains(value)) {
              throw new IllegalArgumentException(Quoted.of(text) + " stands twice in " + key);
            }
            return values.add(value);
          });
    }
    if (items.size() > Diagnostics.MOST) {
      problems.add(
          items.get(Diagnostics.MOST),
          key + " has " + items.size() + " entries; at most " + Diagnostics.MOST);
    }
    return values.subList(0, Math.min(values.size(), Diagnostics.MOST));
  }

  /** The name of a header field whose values may be shown, in lower case. */
  static String header(String text) {
    String name = HeaderNames.check(text);
    if (Secrets.isSecretHeader(name) || name.equalsIgnoreCase("Set-Cookie")) {
      throw new IllegalArgumentException(
          name + " carries secrets, which no record holds; name another header");
    }
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  static Breakdown breakdown(String text) {
    if (text.startsWith(HEADER)) {
      return new Breakdown.Header(header(text.substring(HEADER.length()).strip()));
    }
    return switch (text) {
      case "address" -> new Breakdown.Address();
      case "status" -> new Breakdown.Status();
      default ->
          throw new IllegalArgumentException(
              BREAK_DOWN
                  + (" is " + Quoted.of(text))
                  + "; must be address, status or header NAME, e.g. header x-cache"
                  + NearestWord.hint(text, WORDS));
    };
  }

  static void write(Diagnostics diagnostics, Map<String, Object> tree) {
    if (diagnostics.traceparent()) {
      tree.put(TRACEPARENT, true);
    }
    if (!diagnostics.keepHeaders().isEmpty()) {
      tree.put(KEEP, diagnostics.keepHeaders());
    }
    if (!diagnostics.breakDownBy().isEmpty()) {
      tree.put(BREAK_DOWN, diagnostics.breakDownBy().stream().map(Breakdown::text).toList());
    }
  }
}
