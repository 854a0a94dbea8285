package dev.barrage.cli.imports;

import dev.barrage.cli.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Splits text into commands and words as a POSIX shell would (Shell Command Language, section 2.2),
 * with bash's <code>$'…'</code>. Nothing is expanded: <code>$NAME</code> becomes a {@linkplain
 * Slots slot}, and what would run a command stays text and is said.
 */
final class ShellWords {
  private static final int MAX_WORDS = 10_000;

  private final String text;
  private final Consumer<String> variables;
  private final Consumer<String> notes;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;
  private int count;

  private ShellWords(String text, Consumer<String> variables, Consumer<String> notes) {
    this.text = text;
    this.variables = variables;
    this.notes = notes;
  }

  /**
   * The commands, each with its words; empty ones are left out.
   *
   * @param variables hears the name of each shell variable
   * @param notes hears what was kept as text although a shell would do more
   * @throws UsageException a quote is not closed
   */
  static List<List<String>> split(String text, Consumer<String> variables, Consumer<String> notes) {
    ShellWords shell = new ShellWords(unix(text), variables, notes);
    shell.scan();
    return shell.commands;
  }

  /** What "Copy as cURL (cmd)" escapes with carets, as a POSIX shell would have it. */
  private static String unix(String text) {
    String lines = text.replace("\r\n", "\n");
    return lines.contains("^\"") || lines.contains(" ^\n")
        ? lines.replace("^\n", " ").replaceAll("(?s)\\^(.)", "$1").replace("$", "\\$")
        : lines;
  }

  private void scan() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case ' ', '\t' -> endWord();
        case '\n', ';', '|' -> endCommand();
        case '&' -> {
          if (inWord && at < text.length() && !" \n&".contains(text.substring(at, at + 1))) {
            word.append(c); // a query that somebody forgot to quote
          } else {
            endCommand();
          }
        }
        case '#' -> {
          if (inWord) {
            word.append(c);
          } else {
            at = Math.max(at, (text + "\n").indexOf('\n', at));
          }
        }
        default -> {
          inWord = true;
          inWord(c);
        }
      }
    }
    endCommand();
  }

  private void inWord(char c) {
    switch (c) {
      case '\'' -> word.append(text, at, at = closing('\'') + 1).setLength(word.length() - 1);
      case '"' -> doubleQuoted();
      case '\\' -> escape();
      case '$' -> dollar(false);
      case '`' -> {
        notes.accept("a shell command in `…` was kept as text");
        word.append(c);
      }
      default -> word.append(c);
    }
  }

  private void escape() {
    if (at == text.length()) {
      return;
    }
    char next = text.charAt(at++);
    if (next != '\n') {
      word.append(next);
    } else {
      inWord = !word.isEmpty(); // a line that goes on is no word of its own
    }
  }

  private int closing(char quote) {
    int end = text.indexOf(quote, at);
    if (end < 0) {
      throw new UsageException("the quote " + quote + " is not closed");
    }
    return end;
  }

  private void doubleQuoted() {
    while (true) {
      if (at == text.length()) {
        throw new UsageException("the quote \" is not closed");
      }
      char c = text.charAt(at++);
      switch (c) {
        case '"' -> {
          return;
        }
        case '$' -> dollar(true);
        case '\\' -> {
          char next = at < text.length() ? text.charAt(at++) : '\\';
          if (next != '\n') {
            word.append("$`\"\\".indexOf(next) >= 0 ? "" : "\\").append(next);
          }
        }
        default -> word.append(c);
      }
    }
  }

  private void dollar(boolean quoted) {
    char next = at < text.length() ? text.charAt(at) : ' ';
    if (next == '\'' && !quoted) {
      at++;
      ansiQuoted();
    } else if (next == '(') {
      notes.accept("a shell command in $(…) was kept as text");
      word.append('$');
    } else if (next == '{' && braced() > 0) {
      int end = braced();
      variable(text.substring(at + 1, end));
      at = end + 1;
    } else if (Character.isLetter(next) || next == '_') {
      int end = at;
      while (end < text.length() && isName(text.charAt(end))) {
        end++;
      }
      variable(text.substring(at, end));
      at = end;
    } else {
      word.append('$');
    }
  }

  /** Where <code>{name}</code> ends; −1 if it is something else. */
  private int braced() {
    int end = text.indexOf('}', at);
    return end > at + 1 && text.substring(at + 1, end).matches("[A-Za-z_][A-Za-z0-9_]{0,99}")
        ? end
        : -1;
  }

  private static boolean isName(char c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_');
  }

  private void variable(String name) {
    variables.accept(name);
    word.append(Slots.of(name));
  }

  /**
   * Escapes of bash: a backslash before a letter, x and two hex digits, u and four, or octal ones.
   */
  private void ansiQuoted() {
    while (true) {
      if (at >= text.length()) {
        throw new UsageException("the quote $' is not closed");
      }
      char c = text.charAt(at++);
      if (c == '\'') {
        return;
      }
      if (c != '\\' || at == text.length()) {
        word.append(c);
        continue;
      }
      char escaped = text.charAt(at++);
      switch (escaped) {
        case 'n' -> word.append('\n');
        case 't' -> word.append('\t');
        case 'r' -> word.append('\r');
        case 'a' -> word.append('\007');
        case 'b' -> word.append('\b');
        case 'e', 'E' -> word.append('\033');
        case 'f' -> word.append('\f');
        case 'v' -> word.append('\013');
        case 'x' -> code(16, 2);
        case 'u' -> code(16, 4);
        case 'U' -> code(16, 8);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          at--;
          code(8, 3);
        }
        case '\'', '"', '\\', '?' -> word.append(escaped);
        default -> word.append('\\').append(escaped);
      }
    }
  }

  private void code(int radix, int most) {
    int value = 0;
    int digits = 0;
    while (digits < most
        && at < text.length()
        && Character.digit(text.charAt(at), radix) >= 0
        && value < 0x110000) {
      value = value * radix + Character.digit(text.charAt(at++), radix);
      digits++;
    }
    if (digits > 0 && Character.isValidCodePoint(value)) {
      word.appendCodePoint(value);
    }
  }

  private void endWord() {
    if (inWord) {
      if (++count > MAX_WORDS) {
        throw new UsageException("more than " + MAX_WORDS + " words; give fewer commands at once");
      }
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
      words = new ArrayList<>();
    }
  }
}
