package dev.barrage.plan;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Text with slots: {@code "Bearer ${token}"}.
 *
 * <p>Names with a meaning of their own: {@code user.id} (number of the virtual user from 0), {@code
 * user.name} (its class), {@code iteration} (number of the user's iteration from 0).
 *
 * @param parts in order; adjacent literals are allowed
 */
public record Template(List<Part> parts) {
  public Template {
    parts = List.copyOf(parts);
  }

  public static Template literal(String text) {
    return new Template(text.isEmpty() ? List.of() : List.of(new Part.Literal(text)));
  }

  public boolean isLiteral() {
    return parts.stream().allMatch(Part.Literal.class::isInstance);
  }

  /** As written in a plan: literals with {@code ${name}} for slots. */
  public String source() {
    return parts.stream().map(Part::source).collect(Collectors.joining());
  }

  /** A piece of a template. */
  public sealed interface Part {
    String source();

    /** Sent as it is, in UTF-8. */
    record Literal(String text) implements Part {
      @Override
      public String source() {
        return text.replace("${", "$${");
      }
    }

    /** Replaced by the variable's value. */
    record Slot(String variable, Encoding encoding) implements Part {
      @Override
      public String source() {
        return "${" + variable + "}";
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
