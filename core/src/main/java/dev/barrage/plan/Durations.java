package dev.barrage.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 1.5s}, {@code 1m30s}, {@code 2h}.
 *
 * <p>Units: {@code ns}, {@code us} (or {@code µs}), {@code ms}, {@code s}, {@code m}, {@code h},
 * {@code d}; larger ones first. At most 366 days.
 */
public final class Durations {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,9}))?(ns|us|µs|ms|s|m|h|d)");
  private static final String[] UNITS = {"d", "h", "m", "s", "ms", "us", "ns"};
  private static final long[] UNIT_NS = {
    86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
  };
  private static final long MAX_NS = 366 * UNIT_NS[0];

  private Durations() {}

  /**
   * Reads a duration, zero included.
   *
   * @throws IllegalArgumentException with the text, what is wrong and examples
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(text);
    BigDecimal totalNs = BigDecimal.ZERO;
    int at = 0;
    int lastUnit = -1;
    while (at < text.length()) {
      if (!part.region(at, text.length()).lookingAt()) {
        throw notADuration(text);
      }
      int unit = unit(part.group(3));
      if (unit <= lastUnit) {
        throw notADuration(text);
      }
      String fraction = part.group(2) == null ? "" : "." + part.group(2);
      BigDecimal amount = new BigDecimal(part.group(1) + fraction);
      totalNs = totalNs.add(amount.multiply(BigDecimal.valueOf(UNIT_NS[unit])));
      lastUnit = unit;
      at = part.end();
    }
    if (text.isEmpty()) {
      throw notADuration(text);
    }
    if (totalNs.compareTo(BigDecimal.valueOf(MAX_NS)) > 0) {
      throw new IllegalArgumentException(Quoted.of(text) + " is too long; at most 366d");
    }
    return Duration.ofNanos(totalNs.longValue());
  }

  /** As {@link #parse}, but zero is refused. */
  public static Duration parsePositive(String text) {
    Duration parsed = parse(text);
    if (parsed.isZero()) {
      throw new IllegalArgumentException(Quoted.of(text) + " is too short; must be more than 0");
    }
    return parsed;
  }

  /** The shortest text that {@link #parse} reads back exactly: {@code 1m30s}. */
  public static String format(Duration duration) {
    long ns = duration.toNanos();
    if (ns == 0) {
      return "0s";
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < UNITS.length; i++) {
      if (ns / UNIT_NS[i] > 0) {
        out.append(ns / UNIT_NS[i]).append(UNITS[i]);
        ns %= UNIT_NS[i];
      }
    }
    return out.toString();
  }

  private static int unit(String name) {
    return switch (name) {
      case "d" -> 0;
      case "h" -> 1;
      case "m" -> 2;
      case "s" -> 3;
      case "ms" -> 4;
      case "us", "µs" -> 5;
      default -> 6;
    };
  }

  private static IllegalArgumentException notADuration(String text) {
    return new IllegalArgumentException(
        Quoted.of(text) + " is not a duration; write e.g. 500ms, 10s, 1m30s, 2h");
  }
}
