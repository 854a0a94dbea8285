package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds JSON text with slots, without white space: the same document always gives the same text.
 *
 * <p>A string that is one whole {@code ${name}} becomes a slot of the value's own type; inside a
 * longer string a slot is escaped as part of it.
 */
final class JsonTemplate {
  private static final int MAX_DIGITS = 200;

  private final List<Part> parts = new ArrayList<>();

  /** The document as a template. */
  Template template() {
    return new Template(parts);
  }

  /** JSON of maps with text keys, lists, text, numbers, booleans and null. */
  static Template of(@Nullable Object value) {
    JsonTemplate json = new JsonTemplate();
    json.value(value);
    return json.template();
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> raw("null");
      case String text -> string(text);
      case Boolean bool -> raw(bool.toString());
      case Number number -> raw(number(number.toString()));
      case List<?> list -> {
        String before = "[";
        for (Object item : list) {
          raw(before);
          value(item);
          before = ",";
        }
        raw(list.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        String before = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          raw(before);
          key(String.valueOf(entry.getKey()));
          value(entry.getValue());
          before = ",";
        }
        raw(map.isEmpty() ? "{}" : "}");
      }
      default ->
          throw new IllegalArgumentException(
              "JSON is made of Map, List, String, Number, Boolean and null, not of "
                  + value.getClass().getSimpleName());
    }
  }

  void raw(String json) {
    parts.add(new Part.Literal(json));
  }

  void key(String text) {
    quoted(Templates.parse(text, Encoding.JSON_STRING));
    raw(":");
  }

  void string(String text) {
    Template template = Templates.parse(text, Encoding.JSON_STRING);
    if (template.parts().size() == 1 && template.parts().getFirst() instanceof Part.Slot slot) {
      parts.add(new Part.Slot(slot.variable(), Encoding.JSON_VALUE));
    } else {
      quoted(template);
    }
  }

  private void quoted(Template template) {
    raw("\"");
    for (Part part : template.parts()) {
      switch (part) {
        case Part.Literal literal -> raw(escape(literal.text()));
        case Part.Slot slot -> parts.add(slot);
      }
    }
    raw("\"");
  }

  /** A string with its quotes (RFC 8259 section 7). */
  static String quote(String text) {
    return '"' + escape(text) + '"';
  }

  /** A number in the one spelling that this class gives it. */
  static String number(String text) {
    try {
      if (text.length() <= MAX_DIGITS) {
        return text.matches("-?\\d+")
            ? new BigInteger(text).toString()
            : new BigDecimal(text).toString();
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new IllegalArgumentException(Quoted.of(text) + " is not a number in JSON");
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || isLoneSurrogate(text, i)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  /** Such a character has no form in UTF-8. */
  static boolean isLoneSurrogate(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
