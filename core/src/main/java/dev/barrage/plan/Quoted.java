package dev.barrage.plan;

/** Text of a user as error messages show it: in quotes, on one line, of bounded length. */
final class Quoted {
  private static final int MAX_CHARS = 60;

  private Quoted() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      if (i == MAX_CHARS) {
        return out.append("…\"").toString();
      }
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean invisible = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
          out.append(invisible ? String.format("\\u%04x", (int) c) : Character.toString(c));
        }
      }
    }
    return out.append('"').toString();
  }
}
