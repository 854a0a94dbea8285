package dev.barrage.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Text with slots: {@code "Bearer ${token}"}.
 *
 * <p>Names with a meaning of their own: {@code user.id} (number of the virtual user from 0), {@code
 * user.name} (its class), {@code iteration} (number of the user's iteration from 0).
 *
 * @param parts in order; adjacent literals are merged, empty ones dropped
 */
public record Template(List<Part> parts) {
  public Template {
    parts = merged(parts);
  }

  public static Template literal(String text) {
    return new Template(text.isEmpty() ? List.of() : List.of(new Part.Literal(text)));
  }

  public boolean isLiteral() {
    return parts.stream().allMatch(Part.Literal.class::isInstance);
  }

  /**
   * As written in a plan: {@code ${name}} for slots, in quotes if it stands for a JSON value; a
   * {@code $} before a brace that is meant as such is doubled.
   */
  public String source() {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      boolean slotFollows = i + 1 < parts.size() && !quoted(parts.get(i + 1));
      switch (parts.get(i)) {
        case Part.Literal literal -> out.append(escaped(literal.text(), slotFollows));
        case Part.Slot slot -> out.append(slot.source());
      }
    }
    return out.toString();
  }

  private static boolean quoted(Part part) {
    return part instanceof Part.Slot slot && slot.encoding() == Encoding.JSON_VALUE;
  }

  /** Doubles every {@code $} in a run of them that ends before a brace or before a slot. */
  private static String escaped(String text, boolean slotFollows) {
    StringBuilder out = new StringBuilder();
    int dollars = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean end = i == text.length();
      if (!end && text.charAt(i) == '$') {
        dollars++;
        continue;
      }
      boolean special = end ? slotFollows : text.charAt(i) == '{';
      out.repeat('$', special ? 2 * dollars : dollars);
      dollars = 0;
      if (!end) {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  private static List<Part> merged(List<Part> parts) {
    List<Part> merged = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.Literal(String text)) {
        if (!merged.isEmpty() && merged.getLast() instanceof Part.Literal(String before)) {
          merged.removeLast();
          merged.add(new Part.Literal(before + text));
        } else if (!text.isEmpty()) {
          merged.add(part);
        }
      } else {
        merged.add(part);
      }
    }
    return List.copyOf(merged);
  }

  /** A piece of a template. */
  public sealed interface Part {
    String source();

    /** Sent as it is, in UTF-8. */
    record Literal(String text) implements Part {
      @Override
      public String source() {
        return escaped(text, false);
      }
    }

    /** Replaced by the variable's value. */
    record Slot(String variable, Encoding encoding) implements Part {
      @Override
      public String source() {
        return encoding == Encoding.JSON_VALUE ? "\"${" + variable + "}\"" : "${" + variable + "}";
      }
    }
  }

  /** How a value enters the text around it. */
  public enum Encoding {
    /** Unchanged (headers, text bodies). */
    RAW,
    /** Percent-encoded as a component of a URI (RFC 3986 section 2.1; unreserved stay). */
    URI_COMPONENT,
    /** Escaped for the inside of a JSON string (RFC 8259 section 7). */
    JSON_STRING,
    /** A JSON value of its own type: numbers, booleans and null bare, other text quoted. */
    JSON_VALUE
  }
}
