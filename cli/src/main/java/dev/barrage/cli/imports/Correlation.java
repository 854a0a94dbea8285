package dev.barrage.cli.imports;

import dev.barrage.plan.Secrets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Finds what later requests repeat of earlier answers: a token, an id, a cookie. Such a value
 * becomes a capture, so that the plan does not send yesterday's.
 */
final class Correlation {
  private static final int MAX_VALUES = 1_000;
  private static final int MAX_LEAVES = 2_000;
  private static final int MAX_DEPTH = 12;

  /** What identifies something: long, without blanks, and no word of a language. */
  private static final Pattern TELLING =
      Pattern.compile("(?=.*\\d)[A-Za-z0-9_.=+/~-]{8,4000}|[A-Za-z0-9_.=+/~-]{20,4000}");

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,60}");

  /** A value of an answer, and where a capture would find it. */
  private record Value(String text, String source, String name, DraftRequest request) {}

  private final List<Value> values = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<Value> used = new HashSet<>();
  private int leaves;

  /** Remembers what stood in an answer's JSON. */
  void body(DraftRequest request, JsonNode json) {
    leaves = 0;
    collect(request, json, "$", "id", 0);
  }

  private void collect(DraftRequest request, JsonNode node, String path, String name, int depth) {
    if (depth > MAX_DEPTH || ++leaves > MAX_LEAVES) {
      return;
    }
    if (node.isString()) {
      remember(node.stringValue(), "json " + path, name, request);
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String key = member.getKey();
      boolean plain = PLAIN_NAME.matcher(key).matches();
      if (plain || !key.matches("(?s).*[\\\\'\\p{Cntrl}$].*")) {
        String step = plain ? "." + key : "['" + key + "']";
        collect(request, member.getValue(), path + step, key, depth + 1);
      }
    }
    for (int i = 0; node.isArray() && i < Math.min(5, node.size()); i++) {
      collect(request, node.get(i), path + "[" + i + "]", name, depth + 1);
    }
  }

  /** Remembers a header of an answer, if it may carry a token. */
  void header(DraftRequest request, String name, String value) {
    if (Secrets.isSecretHeader(name) && PLAIN_NAME.matcher(name.replace('-', '_')).matches()) {
      remember(value, "header " + name, name.toLowerCase(java.util.Locale.ROOT), request);
    }
  }

  /** Remembers a cookie that an answer set: {@code NAME=value; Path=/}. */
  void cookie(DraftRequest request, String field) {
    int equals = field.indexOf('=');
    String name = field.substring(0, Math.max(0, equals)).strip();
    if (name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")) {
      String value = field.substring(equals + 1).replaceFirst(";.*", "").strip();
      remember(value, "cookie " + name, name + "_cookie_secret", request);
    }
  }

  private void remember(String text, String source, String name, DraftRequest request) {
    if (values.size() < MAX_VALUES && TELLING.matcher(text).matches()) {
      values.removeIf(value -> value.text().equals(text) && !used.contains(value));
      if (values.stream().noneMatch(value -> value.text().equals(text))) {
        values.add(new Value(text, source, name, request));
      }
    }
  }

  /** The text with slots where it repeats an answer; the answer's request captures them. */
  String replaced(String text) {
    String replaced = text;
    for (int i = 0; i < values.size(); i++) {
      Value value = values.get(i);
      String encoded = Address.percent(value.text());
      if (replaced.contains(value.text()) || replaced.contains(encoded)) {
        Value captured = used.contains(value) ? value : capture(i);
        String slot = Slots.of(captured.name());
        replaced = replaced.replace(captured.text(), slot).replace(encoded, slot);
      }
    }
    return replaced;
  }

  private Value capture(int index) {
    Value found = values.get(index);
    String base = found.name().replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^[^A-Za-z_]", "_");
    String name = base;
    for (int n = 2; !names.add(name); n++) {
      name = base + "_" + n;
    }
    Value value = new Value(found.text(), found.source(), name, found.request());
    values.set(index, value);
    used.add(value);
    value.request().capture(name, value.source());
    if (value.source().startsWith("json")) {
      value.request().withoutHeader("Accept-Encoding"); // a packed body is not looked into
    }
    return value;
  }
}
