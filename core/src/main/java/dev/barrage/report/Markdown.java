package dev.barrage.report;

/**
 * Writes GitHub-flavoured Markdown. Text from outside enters only through {@link #text} and {@link
 * #code}: it makes no markup, no link, no mention and no new line.
 */
final class Markdown {
  private Markdown() {}

  /** Prose from outside, on one line. */
  static String text(String text, int width) {
    StringBuilder safe = new StringBuilder();
    Printable.line(text, width)
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '@' -> safe.append("@&#8203;"); // nobody is called
            case '\\', '`', '*', '_', '[', ']', '|', '~', '#', '!' ->
                safe.append('\\').appendCodePoint(c);
            default -> safe.appendCodePoint(c);
          }
        });
    return safe.toString().replace("://", ":&#8203;//").replace("www.", "www&#8203;.");
  }

  /** A code span that nothing inside can end; a bar is escaped, because spans stand in tables. */
  static String code(String text, int width) {
    String line = Printable.line(text, width).replace("|", "\\|");
    if (line.isEmpty()) {
      return "";
    }
    int run = 0;
    int longest = 0;
    for (int i = 0; i < line.length(); i++) {
      run = line.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(longest + 1);
    String pad = longest > 0 ? " " : "";
    return fence + pad + line + pad + fence;
  }

  static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }
}
