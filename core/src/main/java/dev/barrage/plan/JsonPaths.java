package dev.barrage.plan;

import dev.barrage.plan.JsonPath.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads singular queries (RFC 9535 section 2.3.5.1): {@code $.items[0].id}, {@code $['a b'][-1]}.
 * Wildcards, slices, filters and {@code ..} select several values and are refused.
 */
public final class JsonPaths {
  private final String text;
  private final List<Segment> segments = new ArrayList<>();
  private int at;

  private JsonPaths(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException with what is wrong and where
   */
  public static JsonPath parse(String text) {
    JsonPaths reader = new JsonPaths(text);
    reader.read();
    return new JsonPath(text, reader.segments);
  }

  private void read() {
    if (!text.startsWith("$")) {
      throw error("must begin with $");
    }
    at = 1;
    while (at < text.length()) {
      switch (text.charAt(at)) {
        case '.' -> {
          at++;
          segments.add(new Segment.Name(shorthand()));
        }
        case '[' -> {
          at++;
          segments.add(bracketed());
        }
        default -> throw error("needs . or [ at character " + (at + 1));
      }
    }
  }

  private String shorthand() {
    int start = at;
    while (at < text.length() && isNameChar(text.charAt(at), at > start)) {
      at++;
    }
    if (at == start) {
      throw error("needs a name at character " + (at + 1) + "; * and .. select several values");
    }
    return text.substring(start, at);
  }

  private static boolean isNameChar(char c, boolean digits) {
    return c == '_'
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c >= 0x80
        || (digits && c >= '0' && c <= '9');
  }

  private Segment bracketed() {
    Segment segment;
    if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
      segment = new Segment.Name(quoted(text.charAt(at)));
    } else {
      segment = new Segment.Index(index());
    }
    if (at >= text.length() || text.charAt(at) != ']') {
      throw error("needs ] at character " + (at + 1));
    }
    at++;
    return segment;
  }

  private int index() {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    String digits = text.substring(start, at);
    if (!digits.matches("0|-?[1-9][0-9]{0,8}")) {
      throw error("needs an index or a quoted name at character " + (start + 1));
    }
    return Integer.parseInt(digits);
  }

  private String quoted(char quote) {
    StringBuilder name = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      name.append(c == '\\' ? escaped() : c);
    }
    if (at >= text.length()) {
      throw error("has a name that is not closed");
    }
    at++;
    return name.toString();
  }

  private char escaped() {
    char c = at < text.length() ? text.charAt(at++) : ' ';
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '/', '\\', '\'', '"' -> c;
      case 'u' -> unicode();
      default -> throw error("has a wrong escape at character " + at);
    };
  }

  private char unicode() {
    if (at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    throw error("needs four hex digits at character " + (at + 1));
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException(
        Quoted.of(text) + " is not a JSON path to one value: " + what + "; e.g. $.items[0].id");
  }
}
