package dev.barrage.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, text, numbers, booleans and null as YAML that people read: blocks, two spaces
 * deep, quotes only where text would otherwise be read as something else.
 */
final class YamlText {
  /** Text that YAML reads as itself without quotes, in blocks as in keys. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_/$][A-Za-z0-9_ ./%$<>=;,+*()'@^-]*(?::[^\\s,:#\"]+)*");

  private static final Pattern WORD_WITH_OTHER_MEANING =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|~|y|n");
  private static final Pattern DIGITS_WITH_UNIT =
      Pattern.compile("\\d[0-9.]*(?:[a-zA-Z%]+[0-9]*)*(?:/[0-9]*[smh])?(?:\\.\\.[0-9.a-z]+)?");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(Map<?, ?> tree) {
    YamlText yaml = new YamlText();
    yaml.mapping(tree, 0);
    return yaml.out.toString();
  }

  private void mapping(Map<?, ?> map, int indent) {
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.repeat(' ', indent);
      }
      first = false;
      out.append(text(String.valueOf(entry.getKey()))).append(':');
      value(entry.getValue(), indent + 2);
    }
  }

  /** A value after its key: in the same line if it is short, else as a block below. */
  private void value(@Nullable Object value, int indent) {
    if (isBlock(value)) {
      out.append('\n').repeat(' ', indent);
      block(value, indent);
    } else {
      out.append(' ').append(flow(value)).append('\n');
    }
  }

  private void block(@Nullable Object value, int indent) {
    if (value instanceof Map<?, ?> map) {
      mapping(map, indent);
    } else if (value instanceof List<?> list) {
      boolean first = true;
      for (Object item : list) {
        if (!first) {
          out.repeat(' ', indent);
        }
        first = false;
        out.append("- ");
        if (isBlock(item)) {
          block(item, indent + 2);
        } else {
          out.append(flow(item)).append('\n');
        }
      }
    }
  }

  /** Whether it is a map or list with anything in it; lists of numbers stay in one line. */
  private static boolean isBlock(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> !map.isEmpty();
      case List<?> list ->
          !list.isEmpty() && !list.stream().allMatch(item -> item instanceof Number);
      case null, default -> false;
    };
  }

  private static String flow(@Nullable Object value) {
    return switch (value) {
      case String text -> text(text);
      case Map<?, ?> map -> "{}";
      case Collection<?> list -> list.toString();
      case null, default -> String.valueOf(value);
    };
  }

  private static String text(String text) {
    boolean plain =
        (PLAIN.matcher(text).matches() || DIGITS_WITH_UNIT.matcher(text).matches())
            && !WORD_WITH_OTHER_MEANING.matcher(text).matches()
            && !text.endsWith(" ")
            && text.length() <= 100
            && !isNumber(text);
    return plain ? text : quote(text);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9.]+(?:[eE][0-9]+)?|[0-9_]+|0[xo][0-9a-fA-F]+|[0-9:]+");
  }

  /** Double quotes: JSON's escapes, plus those for characters that YAML does not allow as such. */
  private static String quote(String text) {
    String json = JsonTemplate.quote(text);
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      boolean printable =
          (c >= ' ' && c < 0x7f)
              || (c >= 0xa0 && c != '\u2028' && c != '\u2029' && c != '\ufeff' && c < 0xfffe);
      quoted.append(printable ? Character.toString(c) : String.format("\\u%04x", (int) c));
    }
    return quoted.toString();
  }
}
