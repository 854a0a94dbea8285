package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan's variables, which may name each other: {@code {host: api, url: "http://${host}"}}.
 *
 * <p>A plan holds them as they are written, so that its record tells no more than its author did;
 * values are worked out where they are needed.
 */
public final class Variables {
  /** Characters of all values together: a few lines that name each other twice grow fast. */
  private static final int MAX_CHARS = 4 << 20;

  private static final int MAX_DEPTH = 100;

  private final Map<String, String> written;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private long chars;

  private Variables(Map<String, String> written) {
    this.written = written;
  }

  /**
   * The values, in the same order.
   *
   * @throws IllegalArgumentException if one names itself by way of others, or what is no variable
   */
  public static Map<String, String> values(Map<String, String> written) {
    Variables variables = new Variables(written);
    Map<String, String> ordered = new LinkedHashMap<>();
    written.keySet().forEach(name -> ordered.put(name, variables.value(name)));
    return ordered;
  }

  /**
   * Checks one of them.
   *
   * @throws IllegalArgumentException as {@link #values}
   */
  static void check(String name, Map<String, String> written) {
    new Variables(written).value(name);
  }

  /** A value as it would be written, its dollars doubled where needed. */
  static String literal(String value) {
    return Template.literal(value).source();
  }

  private String value(String name) {
    String known = values.get(name);
    if (known != null) {
      return known;
    }
    if (open.contains(name)) {
      throw new IllegalArgumentException(
          "variables name each other in a circle: " + circle(name) + "; give one of them a value");
    }
    if (open.size() == MAX_DEPTH) {
      throw new IllegalArgumentException(
          "variables name each other too deeply; at most " + MAX_DEPTH + " in a row");
    }
    open.addLast(name);
    StringBuilder value = new StringBuilder();
    for (Part part : Templates.parse(written.getOrDefault(name, ""), Encoding.RAW).parts()) {
      switch (part) {
        case Part.Literal literal -> value.append(literal.text());
        case Part.Slot slot -> value.append(value(known(slot.variable())));
      }
      if (chars + value.length() > MAX_CHARS) {
        throw new IllegalArgumentException(
            "variables grow too large; at most " + MAX_CHARS + " characters in all");
      }
    }
    chars += value.length();
    open.removeLast();
    values.put(name, value.toString());
    return value.toString();
  }

  private String known(String name) {
    if (!written.containsKey(name)) {
      List<String> names = written.keySet().stream().limit(20).toList();
      throw new IllegalArgumentException(
          Quoted.of("${" + name + "}")
              + " is not a variable of the plan, and only those may be named here: "
              + String.join(", ", names)
              + NearestWord.hint(name, names));
    }
    return name;
  }

  /** {@code a → b → a}. */
  private String circle(String name) {
    StringBuilder circle = new StringBuilder();
    boolean inside = false;
    for (String other : open) {
      inside |= other.equals(name);
      circle.append(inside ? other + " → " : "");
    }
    return circle + name;
  }
}
