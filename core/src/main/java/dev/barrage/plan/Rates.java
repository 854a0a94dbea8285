package dev.barrage.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rates as people write them: {@code 500/s}, {@code 2.5/s}, {@code 5k/s}, {@code 30/m}, {@code
 * 100/7s}. Exact; at most 100 million per second.
 */
public final class Rates {
  private static final Pattern RATE =
      Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,6}))?([kM]?)(?:/(\\d{0,10})(s|m|h))?");
  private static final long MAX_PER_S = 100_000_000;
  private static final long MAX_DENOMINATOR = 1_000_000_000L;
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private Rates() {}

  /**
   * Reads a rate; a bare number is per second.
   *
   * @throws IllegalArgumentException with the text, what is wrong and examples
   */
  public static Rate parse(String text) {
    Matcher match = RATE.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          Quoted.of(text) + " is not a rate; write e.g. 500/s, 2.5/s, 5k/s, 30/m");
    }
    String decimals = match.group(2) == null ? "" : match.group(2);
    long scale =
        switch (match.group(3)) {
          case "k" -> 1_000;
          case "M" -> 1_000_000;
          default -> 1;
        };
    BigInteger events =
        new BigInteger(match.group(1) + decimals).multiply(BigInteger.valueOf(scale));
    BigInteger seconds = BigInteger.TEN.pow(decimals.length()).multiply(periodSeconds(match));
    if (seconds.signum() == 0) {
      throw new IllegalArgumentException(Quoted.of(text) + " is per 0 seconds; write e.g. 500/s");
    }
    if (events.compareTo(seconds.multiply(BigInteger.valueOf(MAX_PER_S))) > 0) {
      throw new IllegalArgumentException(Quoted.of(text) + " is too high; at most 100M/s");
    }
    return of(events, seconds);
  }

  /** As {@link #parse}, but zero is refused. */
  public static Rate parsePositive(String text) {
    Rate rate = parse(text);
    if (rate.isZero()) {
      throw new IllegalArgumentException(Quoted.of(text) + " is too low; must be > 0/s");
    }
    return rate;
  }

  /** Text that {@link #parse} reads back exactly: decimals if they can tell it, else N/Ds. */
  public static String format(Rate rate) {
    long denominator = rate.denominator();
    for (int digits = 0, power = 1; digits <= 6; digits++, power *= 10) {
      if (power % denominator == 0) {
        BigDecimal value =
            BigDecimal.valueOf(rate.numerator())
                .multiply(BigDecimal.valueOf(power / denominator))
                .movePointLeft(digits);
        return Numbers.plain(value) + "/s";
      }
    }
    return rate.numerator() + "/" + denominator + "s";
  }

  /** {@code from + (to − from) · part / whole}; exact, or to a millionth where that overflows. */
  static Rate between(Rate from, Rate to, long part, long whole) {
    BigInteger a = BigInteger.valueOf(from.numerator());
    BigInteger b = BigInteger.valueOf(from.denominator());
    BigInteger c = BigInteger.valueOf(to.numerator());
    BigInteger d = BigInteger.valueOf(to.denominator());
    BigInteger rest = a.multiply(d).multiply(BigInteger.valueOf(whole - part));
    BigInteger gained = c.multiply(b).multiply(BigInteger.valueOf(part));
    return of(rest.add(gained), b.multiply(d).multiply(BigInteger.valueOf(whole)));
  }

  private static BigInteger periodSeconds(Matcher match) {
    if (match.group(5) == null) {
      return BigInteger.ONE;
    }
    String count = match.group(4).isEmpty() ? "1" : match.group(4);
    long unit =
        switch (match.group(5)) {
          case "m" -> 60;
          case "h" -> 3600;
          default -> 1;
        };
    return new BigInteger(count).multiply(BigInteger.valueOf(unit));
  }

  private static Rate of(BigInteger events, BigInteger seconds) {
    BigInteger gcd = events.gcd(seconds).max(BigInteger.ONE);
    BigInteger numerator = events.divide(gcd);
    BigInteger denominator = seconds.divide(gcd);
    if (denominator.compareTo(BigInteger.valueOf(MAX_DENOMINATOR)) > 0) {
      numerator = numerator.multiply(MILLION).divide(denominator);
      denominator = MILLION;
    }
    return new Rate(numerator.longValueExact(), denominator.longValueExact());
  }
}
