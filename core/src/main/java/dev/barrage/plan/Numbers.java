package dev.barrage.plan;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads whole numbers, shares and sizes. Errors are {@link IllegalArgumentException}. */
public final class Numbers {
  private static final Pattern SHARE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(%?)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|kB|KB|KiB|MB|MiB)?");

  private Numbers() {}

  /**
   * A whole number within bounds, both included.
   *
   * @param what its name in the error message
   */
  public static long integer(String what, String text, long min, long max) {
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new IllegalArgumentException(
        what + " is " + Quoted.of(text) + "; must be a whole number from " + min + " to " + max);
  }

  /** A share of a whole, 0..1: {@code 5%} or {@code 0.05}. */
  public static double share(String text) {
    Matcher match = SHARE.matcher(text);
    if (match.matches()) {
      BigDecimal value = new BigDecimal(match.group(1));
      BigDecimal share = match.group(2).isEmpty() ? value : value.movePointLeft(2);
      if (share.compareTo(BigDecimal.ONE) <= 0) {
        return share.doubleValue();
      }
    }
    throw new IllegalArgumentException(
        Quoted.of(text) + " is not a share; write e.g. 0.1%, 5% or 0.05 (at most 100%)");
  }

  /** As {@link #share} reads it: {@code 0.1%}. */
  public static String formatShare(double share) {
    return plain(BigDecimal.valueOf(share).movePointRight(2)) + "%";
  }

  /** Bytes: {@code 512}, {@code 64KiB}, {@code 1MB}. */
  public static int size(String what, String text, int min, int max) {
    Matcher match = SIZE.matcher(text);
    if (match.matches()) {
      long unit =
          switch (match.group(2) == null ? "B" : match.group(2)) {
            case "kB", "KB" -> 1_000;
            case "KiB" -> 1 << 10;
            case "MB" -> 1_000_000;
            case "MiB" -> 1 << 20;
            default -> 1;
          };
      long bytes = Long.parseLong(match.group(1)) * unit;
      if (bytes >= min && bytes <= max) {
        return (int) bytes;
      }
    }
    throw new IllegalArgumentException(
        what
            + (" is " + Quoted.of(text) + "; must be a size from ")
            + (formatSize(min) + " to " + formatSize(max) + ", e.g. 64KiB or 1MB"));
  }

  /** As {@link #size} reads it, in the largest binary unit that divides it. */
  public static String formatSize(int bytes) {
    if (bytes > 0 && bytes % (1 << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    return bytes > 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : Integer.toString(bytes);
  }

  /** Digits without an exponent or trailing zeros. */
  static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
