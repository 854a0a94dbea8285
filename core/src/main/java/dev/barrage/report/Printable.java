package dev.barrage.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes text from outside safe for a terminal: what a target sent must not move the cursor, change
 * colours or break lines.
 */
public final class Printable {
  private Printable() {}

  /** On one line, without control characters and bidirectional overrides, cut to {@code width}. */
  public static String line(String outside, int width) {
    String text = outside.strip();
    StringBuilder line = new StringBuilder();
    boolean blank = false;
    int i = 0;
    while (i < text.length() && line.length() <= width) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
      if (!space) {
        line.appendCodePoint(isShown(c) ? c : '·');
      } else if (!blank) {
        line.append(' ');
      }
      blank = space;
    }
    String shown = line.toString().strip();
    boolean whole = i == text.length() && shown.length() <= width;
    return whole ? shown : shown.substring(0, Math.clamp(width - 1, 0, shown.length())) + "…";
  }

  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
      default -> true;
    };
  }

  /** Lines of at most so many columns, broken at blanks. */
  public static List<String> wrap(String text, int width) {
    List<String> wrapped = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        wrapped.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    wrapped.add(line.toString());
    return wrapped;
  }
}
