package dev.barrage.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules of style that a program can check; each message names what to do instead. */
final class Tidiness {
  private static final int MAX_COLUMNS = 100;
  private static final int MAX_LINES = 450;

  private static final String TEXT_BLOCK = "\"\"\"";

  /**
   * A call that has no place in main code.
   *
   * @param module the only module concerned; empty: all
   */
  private record Banned(Pattern pattern, String module, String instead) {
    static Banned everywhere(String regex, String instead) {
      return new Banned(Pattern.compile(regex), "", instead);
    }

    static Banned in(String module, String regex, String instead) {
      return new Banned(Pattern.compile(regex), module, instead);
    }
  }

  private static final List<Banned> BANNED =
      List.of(
          Banned.everywhere(
              "System\\.currentTimeMillis\\(",
              "it jumps with the wall clock: use System.nanoTime(), or Instant.now() for a date"),
          Banned.everywhere(
              "Thread\\.sleep\\(",
              "it wakes late and cannot be stopped: wait on a condition, or LockSupport.parkNanos"),
          Banned.everywhere(
              "\\.printStackTrace\\(\\)", "throw it on, or say in one line what was wrong"),
          Banned.in(
              "core",
              "System\\.(out|err)\\b",
              "core is a library: take a PrintStream or an Appendable from the caller"),
          Banned.in("core", "System\\.exit\\(", "core is a library: return a Verdict"));

  // In two parts, so that this file does not offend itself.
  private static final Pattern LEFT_OVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final Pattern EMPTY_NAME =
      Pattern.compile("(Utils?|Helpers?|Managers?|Impl|Common)\\.java");

  private Tidiness() {}

  /** What is untidy in one file, as {@code place: what; what to do}. */
  static List<String> of(Path file, String text) {
    List<String> found = new ArrayList<>();
    List<String> lines = text.lines().toList();
    boolean main = file.toString().replace('\\', '/').contains("src/main/");
    boolean textBlock = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String place = file + ":" + (i + 1) + " ";
      // What a text block or an import holds cannot be broken, nor can a link.
      boolean mayBeLong = textBlock || line.startsWith("import ") || line.contains("://");
      if (!mayBeLong && line.codePointCount(0, line.length()) > MAX_COLUMNS) {
        found.add(place + "is longer than %d columns; try .ci/format".formatted(MAX_COLUMNS));
      }
      ofLine(line, main, file).forEach(message -> found.add(place + message));
      textBlock ^= (line.split(TEXT_BLOCK, -1).length - 1) % 2 == 1;
    }
    String name = file.getFileName().toString();
    if (lines.size() > MAX_LINES) {
      found.add(
          "%s has %d lines; more than %d do not fit one sitting: split it by idea"
              .formatted(file, lines.size(), MAX_LINES));
    }
    if (EMPTY_NAME.matcher(name).find()) {
      found.add(file + " says nothing by its name; name it after the noun that it holds");
    }
    return found;
  }

  private static List<String> ofLine(String line, boolean main, Path file) {
    List<String> found = new ArrayList<>();
    if (LEFT_OVER.matcher(line).find()) {
      found.add("leaves something undone; do it, or open an issue and name it");
    }
    if (main && !isComment(line)) {
      for (Banned banned : BANNED) {
        boolean concerned = banned.module().isEmpty() || file.startsWith(banned.module());
        if (concerned && banned.pattern().matcher(line).find()) {
          found.add(banned.instead());
        }
      }
    }
    return found;
  }

  private static boolean isComment(String line) {
    String text = line.strip();
    return text.startsWith("//") || text.startsWith("*") || text.startsWith("/*");
  }

  /** Folders of main code without a package-info that is null-marked. */
  static List<String> ofPackages(List<Path> files, java.util.function.Function<Path, String> text) {
    Set<Path> folders = new TreeSet<>();
    Set<Path> described = new TreeSet<>();
    for (Path file : files) {
      if (!file.toString().contains("src/main/java")) {
        continue;
      }
      folders.add(file.getParent());
      if (file.endsWith("package-info.java") && text.apply(file).contains("@NullMarked")) {
        described.add(file.getParent());
      }
    }
    folders.removeAll(described);
    return folders.stream()
        .map(f -> f + " has no @NullMarked package-info.java; write purpose, main types, threads")
        .toList();
  }
}
