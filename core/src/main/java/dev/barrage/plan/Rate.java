package dev.barrage.plan;

/**
 * An exact rate of events per second, as a reduced fraction: {@code 2.5/s} is {@code 5/2}.
 *
 * <p>Exact, because the n-th send time of a run is computed from n by integer arithmetic; a {@code
 * double} would drift over hours.
 *
 * @param numerator events; {@code >= 0}
 * @param denominator seconds; {@code > 0}
 */
public record Rate(long numerator, long denominator) implements Comparable<Rate> {
  public static final Rate ZERO = new Rate(0, 1);

  public Rate {
    if (numerator < 0 || denominator <= 0) {
      throw new IllegalArgumentException(
          "rate is " + numerator + "/" + denominator + "; must be >= 0 per second");
    }
    long gcd = gcd(numerator, denominator);
    numerator /= gcd;
    denominator /= gcd;
  }

  public static Rate perSecond(long events) {
    return new Rate(events, 1);
  }

  /** Events per second, rounded to a double: for display and estimates, never for schedules. */
  public double perSecond() {
    return (double) numerator / denominator;
  }

  public boolean isZero() {
    return numerator == 0;
  }

  @Override
  public int compareTo(Rate other) {
    return Double.compare(perSecond(), other.perSecond());
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
