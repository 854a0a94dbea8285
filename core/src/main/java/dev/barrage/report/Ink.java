package dev.barrage.report;

import dev.barrage.verdict.Verdict;

/** Colours of a terminal (ECMA-48 SGR), or none. */
public enum Ink {
  COLOUR,
  PLAIN;

  public static Ink of(boolean colour) {
    return colour ? COLOUR : PLAIN;
  }

  public String bold(String text) {
    return paint("1", text);
  }

  public String dim(String text) {
    return paint("2", text);
  }

  public String red(String text) {
    return paint("31", text);
  }

  public String green(String text) {
    return paint("32", text);
  }

  public String yellow(String text) {
    return paint("33", text);
  }

  public String cyan(String text) {
    return paint("36", text);
  }

  public String verdict(Verdict verdict) {
    return switch (verdict) {
      case PASS -> paint("1;32", verdict.name());
      case WARN, INCONCLUSIVE -> paint("1;33", verdict.name());
      case FAIL -> paint("1;31", verdict.name());
      case INVALID -> paint("1;35", verdict.name());
    };
  }

  private String paint(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
  }
}
