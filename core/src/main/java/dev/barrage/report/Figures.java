package dev.barrage.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Numbers as people read them: {@code 1.23 ms}, {@code 12,345/s}, {@code 0.12%}.
 *
 * <p>Three significant digits, always with the unit; a value that was not measured (NaN) is an en
 * dash, never 0. All methods are pure.
 */
public final class Figures {
  /** Shown for what was not measured. */
  public static final String NONE = "–";

  private Figures() {}

  /** {@code 950 ns}, {@code 12.3 µs}, {@code 1.23 ms}, {@code 4.56 s}, {@code 2m 05s}. */
  public static String us(double us) {
    if (Double.isNaN(us)) {
      return NONE;
    }
    double rounded = threeDigits(us);
    if (rounded >= 60e6) {
      return seconds(us / 1e6);
    }
    if (rounded >= 1e6) {
      return digits(us / 1e6) + " s";
    }
    if (rounded >= 1e3) {
      return digits(us / 1e3) + " ms";
    }
    return rounded >= 1 || rounded == 0 ? digits(us) + " µs" : digits(us * 1e3) + " ns";
  }

  /**
   * As {@link #us} without a fraction's trailing zeros: {@code 20 ms}, for the marks of an axis.
   */
  static String roundUs(double us) {
    return us(us).replaceFirst("\\.0+ ", " ").replaceFirst("(\\.[0-9]*[1-9])0+ ", "$1 ");
  }

  public static String ms(double ms) {
    return us(ms * 1e3);
  }

  /** A length of time: {@code 0.5 s}, {@code 10 s}, {@code 1m 30s}, {@code 2h 05m}. */
  public static String seconds(double s) {
    if (Double.isNaN(s)) {
      return NONE;
    }
    if (threeDigits(s) < 60) {
      return plain(digits(s)) + " s";
    }
    long whole = Math.round(s);
    if (whole < 3600) {
      return whole / 60 + "m" + (whole % 60 == 0 ? "" : pad(" %02ds", whole % 60));
    }
    long minutes = Math.round(s / 60);
    return minutes / 60 + "h" + (minutes % 60 == 0 ? "" : pad(" %02dm", minutes % 60));
  }

  /** An RFC 3339 time of a record as people read it: {@code 2026-01-15 10:00:00 UTC}. */
  static String time(String recorded) {
    try {
      Instant time = Instant.parse(recorded).truncatedTo(ChronoUnit.SECONDS);
      return time.toString().replace('T', ' ').replace("Z", " UTC");
    } catch (DateTimeParseException e) {
      return recorded;
    }
  }

  /** {@code 12,345}. */
  public static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** {@code one request}, {@code 12,345 requests}. */
  public static String count(long n, String noun) {
    return n == 1 ? "1 " + noun : count(n) + " " + noun + "s";
  }

  /** {@code 12,345/s}, {@code 12.5/s}, {@code 0.25/s}. */
  public static String perSecond(double rate) {
    if (Double.isNaN(rate)) {
      return NONE;
    }
    return (rate >= 100 ? count(Math.round(rate)) : plain(digits(rate))) + "/s";
  }

  /** {@code 0%}, {@code <0.01%}, {@code 0.12%}, {@code 99.9%}; only a whole is {@code 100%}. */
  public static String percent(double ratio) {
    if (Double.isNaN(ratio)) {
      return NONE;
    }
    double percent = ratio * 100;
    if (percent > 0 && percent < 0.01) {
      return "<0.01%";
    }
    if (percent < 100 && percent > 99.99) {
      return ">99.99%";
    }
    boolean fine = percent < 1 || (percent > 99.9 && percent < 100);
    return plain(fine ? fixed(percent, 2) : digits(percent)) + "%";
  }

  /** {@code 512 B}, {@code 1.5 kB}, {@code 12.3 MB}: powers of 1000. */
  public static String bytes(long bytes) {
    if (bytes < 0) {
      return "-" + bytes(-bytes);
    }
    double value = bytes;
    String[] units = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    int unit = 0;
    while (threeDigits(value) >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return plain(digits(value)) + " " + units[unit];
  }

  /** A value in the unit an objective names: {@code us}, {@code ratio}, {@code per_s}. */
  public static String value(double value, String unit) {
    return switch (unit) {
      case "us" -> us(value);
      case "ms" -> ms(value);
      case "ratio" -> percent(value);
      case "per_s" -> perSecond(value);
      case "bytes" -> bytes(Math.round(value));
      case "bytes_per_s" -> bytes(Math.round(value)) + "/s";
      case "bytes_per_min" -> bytes(Math.round(value)) + "/min";
      case "ratio_per_min" -> percent(value) + "/min";
      case "_per_min" -> number(value) + "/min";
      default -> number(value) + (unit.isEmpty() ? "" : " " + unit);
    };
  }

  /** A bound as people set it, without trailing zeros: {@code 200 ms}, {@code 0.1%}. */
  static String limit(double value, String unit) {
    return unit.equals("us") ? roundUs(value) : value(value, unit);
  }

  /** A bare number with three significant digits: {@code 1,230}, {@code 1.23}. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return Math.abs(value) >= 100 ? count(Math.round(value)) : plain(digits(value));
  }

  /**
   * For programs: without an exponent, and without the last two digits of a double, which
   * arithmetic makes up: {@code 0.022773759}, not {@code 0.022773758999999998}.
   */
  static String plainDecimal(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(15)).stripTrailingZeros();
    return rounded.toPlainString();
  }

  /** Three significant digits, at least the whole part: 1.23, 12.3, 123, 1235. */
  private static String digits(double value) {
    double size = Math.abs(threeDigits(value));
    return fixed(value, size == 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  }

  private static double threeDigits(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    double scale = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
    return Math.rint(value / scale) * scale;
  }

  private static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Drops a fraction's trailing zeros. */
  private static String plain(String digits) {
    return digits.indexOf('.') < 0 ? digits : digits.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  private static String pad(String format, long value) {
    return String.format(Locale.ROOT, format, value);
  }
}
