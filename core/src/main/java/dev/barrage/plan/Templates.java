package dev.barrage.plan;

import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads text with slots.
 *
 * <p>{@code ${name}} is a slot. Before a brace, each pair of dollar signs stands for one of them:
 * {@code $${} is the text {@code ${}, and {@code $$${name}} a dollar sign before a value.
 */
public final class Templates {
  /** Names that have a value without being declared or captured. */
  public static final Set<String> BUILT_IN =
      Set.of("user.id", "user.name", "iteration", "client.ip");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

  private Templates() {}

  /**
   * Reads a template whose slots all have the same encoding.
   *
   * @throws IllegalArgumentException if a slot is not closed or its name is not one
   */
  public static Template parse(String text, Encoding encoding) {
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int dollars = dollarsAt(text, at);
      int brace = at + dollars;
      boolean beforeBrace = dollars > 0 && brace < text.length() && text.charAt(brace) == '{';
      if (!beforeBrace) {
        int end = Math.max(brace, at + 1);
        literal.append(text, at, end);
        at = end;
      } else if (dollars % 2 == 0) {
        literal.repeat('$', dollars / 2).append('{');
        at = brace + 1;
      } else {
        literal.repeat('$', dollars / 2);
        int close = close(text, brace);
        parts.add(new Part.Literal(literal.toString()));
        parts.add(new Part.Slot(checkName(text.substring(brace + 1, close)), encoding));
        literal.setLength(0);
        at = close + 1;
      }
    }
    parts.add(new Part.Literal(literal.toString()));
    return new Template(parts);
  }

  /**
   * Reads text that must not hold slots, undoing {@code $${}.
   *
   * @param what names the place in the error message
   */
  static String constant(String what, String text) {
    Template template = parse(text, Encoding.RAW);
    if (!template.isLiteral()) {
      throw new IllegalArgumentException(
          what + " cannot use variables; for the text \"${\" write $${");
    }
    return template.parts().isEmpty() ? "" : ((Part.Literal) template.parts().getFirst()).text();
  }

  /** The name itself, if it can be one. */
  static String checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          Quoted.of(name)
              + " is not a variable name; letters, digits and _ - . are allowed,"
              + " beginning with a letter or _ (for the text \"${\" write $${)");
    }
    return name;
  }

  private static int dollarsAt(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '$') {
      at++;
    }
    return at - from;
  }

  private static int close(String text, int brace) {
    int close = text.indexOf('}', brace);
    if (close < 0) {
      throw new IllegalArgumentException(
          Quoted.of("$" + text.substring(brace))
              + " is not closed; write ${name}, or $${ for the text \"${\"");
    }
    return close;
  }
}
