package dev.barrage.engine.http1;

import java.util.Arrays;

/**
 * Finds one value in a JSON text (RFC 8259) without building a tree, and without allocation.
 *
 * <p>It answers only where the text is plain: well-formed to its end, strings of ASCII without
 * escapes, short numbers, few levels, no name twice where the query goes through. Of all other
 * texts it says {@link Answer#UNSURE}, and a library has to read them. One per connection; one
 * thread.
 */
final class JsonScan {
  enum Answer {
    FOUND,
    ABSENT,
    UNSURE
  }

  enum Kind {
    STRING,
    /** A whole number, true, false or null: as it stands. */
    BARE,
    /** An object, an array, or a number that can be written in several ways. */
    OTHER
  }

  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 18;
  private static final int OFF_PATH = -1;

  private byte[] text = Ascii.NONE;
  private int end;
  private int at;
  private JsonQuery query = JsonQuery.ROOT;
  private boolean found;
  private int foundFrom;
  private int foundEnd;
  private Kind kind = Kind.OTHER;

  Answer find(byte[] b, int length, JsonQuery wanted) {
    text = b;
    end = length;
    at = 0;
    query = wanted;
    found = false;
    boolean sure = wanted.isPlain() && value(0, 0) && isOver();
    return !sure ? Answer.UNSURE : found ? Answer.FOUND : Answer.ABSENT;
  }

  /** Where the value found begins in the text: behind the quote of a string. */
  int from() {
    return foundFrom;
  }

  int end() {
    return foundEnd;
  }

  Kind kind() {
    return kind;
  }

  private boolean isOver() {
    blanks();
    return at == end;
  }

  /**
   * @param level how many segments of the query led here
   * @return false: the text is not plain
   */
  private boolean value(int level, int depth) {
    blanks();
    boolean wanted = level == query.length();
    int from = at;
    int inner = wanted ? OFF_PATH : level;
    Kind what = Kind.OTHER;
    boolean plain =
        switch (depth < DEEPEST ? peek() : 0) {
          case '{' -> object(inner, depth + 1);
          case '[' -> array(inner, depth + 1);
          case '"' -> {
            what = Kind.STRING;
            yield string();
          }
          default -> scalar();
        };
    if (plain && wanted) {
      found = true;
      boolean quoted = what == Kind.STRING;
      foundFrom = quoted ? from + 1 : from;
      foundEnd = quoted ? at - 1 : at;
      kind = !quoted && isWhole(from) ? Kind.BARE : what;
    }
    return plain;
  }

  private boolean object(int level, int depth) {
    at++;
    if (ends('}')) {
      return true;
    }
    boolean passed = false;
    do {
      blanks();
      int name = at + 1;
      if (peek() != '"' || !string()) {
        return false;
      }
      boolean onPath = level >= 0 && query.isName(level, text, name, at - 1);
      boolean twice = onPath && passed;
      passed |= onPath;
      if (twice || !ends(':') || !value(onPath ? level + 1 : OFF_PATH, depth)) {
        return false;
      }
    } while (ends(','));
    return ends('}');
  }

  private boolean array(int level, int depth) {
    at++;
    if (ends(']')) {
      return true;
    }
    int index = 0;
    do {
      boolean onPath = level >= 0 && query.isIndex(level, index++);
      if (!value(onPath ? level + 1 : OFF_PATH, depth)) {
        return false;
      }
    } while (ends(','));
    return ends(']');
  }

  private boolean string() {
    for (at++; at < end; at++) {
      byte c = text[at];
      if (c == '"') {
        at++;
        return true;
      }
      if (c < ' ' || c == '\\') { // negative: not ASCII
        return false;
      }
    }
    return false;
  }

  private boolean scalar() {
    int from = at;
    while (at < end && isPartOfScalar(text[at])) {
      at++;
    }
    return at - from <= LONGEST_NUMBER && JsonScalars.isBare(text, from, at);
  }

  private static boolean isPartOfScalar(byte c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
  }

  /** Whether what begins there is as any reader would write it: a letter, or digits alone. */
  private boolean isWhole(int from) {
    byte first = text[from];
    boolean letters = first >= 'a' && first <= 'z';
    boolean digits = first == '-' ? text[from + 1] != '0' : first >= '0' && first <= '9';
    for (int i = from + 1; i < at && digits; i++) {
      digits = text[i] >= '0' && text[i] <= '9';
    }
    return letters || digits;
  }

  private void blanks() {
    while (at < end
        && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
      at++;
    }
  }

  private byte peek() {
    return at < end ? text[at] : 0;
  }

  /** Takes the character if it comes next, blanks aside. */
  private boolean ends(char c) {
    blanks();
    boolean next = peek() == c;
    at += next ? 1 : 0;
    return next;
  }

  /** Whether the value found is these bytes. */
  boolean isFound(byte[] wanted) {
    return Arrays.equals(text, foundFrom, foundEnd, wanted, 0, wanted.length);
  }
}
