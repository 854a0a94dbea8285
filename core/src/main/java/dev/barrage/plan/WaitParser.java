package dev.barrage.plan;

import java.time.Duration;
import java.util.List;

/**
 * Reads waits: {@code none}, {@code 500ms}, {@code 1s..3s}, {@code pace 2s}, {@code rate 0.5/s}.
 */
public final class WaitParser {
  private WaitParser() {}

  /**
   * @throws IllegalArgumentException with the text, what is wrong and examples
   */
  public static Wait parse(String text) {
    String stripped = text.strip();
    int dots = stripped.indexOf("..");
    if (stripped.equals("none")) {
      return new Wait.None();
    }
    if (stripped.startsWith("pace ")) {
      return new Wait.Pace(Durations.parsePositive(stripped.substring(5).strip()));
    }
    if (stripped.startsWith("rate ")) {
      return new Wait.PerSecond(Rates.parsePositive(stripped.substring(5).strip()));
    }
    if (dots >= 0) {
      Duration min = Durations.parse(stripped.substring(0, dots).strip());
      Duration max = Durations.parse(stripped.substring(dots + 2).strip());
      if (max.compareTo(min) < 0) {
        throw new IllegalArgumentException(
            Quoted.of(stripped) + " falls; write the shorter time first, e.g. 1s..3s");
      }
      return new Wait.Between(min, max);
    }
    if (stripped.isEmpty() || !Character.isDigit(stripped.charAt(0))) {
      throw new IllegalArgumentException(
          Quoted.of(stripped)
              + " is not a wait; allowed: none, 500ms, 1s..3s, pace 2s, rate 0.5/s"
              + NearestWord.hint(stripped.split(" ", 2)[0], List.of("none", "pace", "rate")));
    }
    return new Wait.Constant(Durations.parse(stripped));
  }

  /** As {@link #parse} reads it back. */
  public static String format(Wait wait) {
    return switch (wait) {
      case Wait.None none -> "none";
      case Wait.Constant constant -> Durations.format(constant.pause());
      case Wait.Between between ->
          Durations.format(between.min()) + ".." + Durations.format(between.max());
      case Wait.Pace pace -> "pace " + Durations.format(pace.period());
      case Wait.PerSecond perSecond -> "rate " + Rates.format(perSecond.rate());
    };
  }
}
