package dev.barrage.testbed.upstream;

import java.util.random.RandomGenerator;

/**
 * How long {@code /delay} waits, drawn per request. Parameters in milliseconds, as the query has
 * them.
 */
sealed interface DelayDistribution {
  double MAX_MS = 60_000;

  double drawMs(RandomGenerator random);

  /** Always the same. */
  record Fixed(double ms) implements DelayDistribution {
    @Override
    public double drawMs(RandomGenerator random) {
      return ms;
    }
  }

  /** Two peaks: {@code highMs} for a share of the requests, {@code lowMs} for the others. */
  record Bimodal(double lowMs, double highMs, double share) implements DelayDistribution {
    @Override
    public double drawMs(RandomGenerator random) {
      return random.nextDouble() < share ? highMs : lowMs;
    }
  }

  /** Memoryless. */
  record Exponential(double meanMs) implements DelayDistribution {
    @Override
    public double drawMs(RandomGenerator random) {
      return meanMs * random.nextExponential();
    }
  }

  /**
   * A Pareto distribution of the given median: P(delay &gt; x) = (m / x)^alpha from its minimum m =
   * median / 2^(1/alpha) on, cut off at {@code capMs}.
   */
  record Heavy(double medianMs, double alpha, double capMs) implements DelayDistribution {
    @Override
    public double drawMs(RandomGenerator random) {
      double minimumMs = medianMs / Math.pow(2, 1 / alpha);
      return Math.min(capMs, minimumMs / Math.pow(1 - random.nextDouble(), 1 / alpha));
    }
  }

  /** Reads {@code /delay/{ms}} and {@code /delay?dist=…}. */
  static DelayDistribution of(Request request) {
    if (request.route() == Route.DELAY) {
      return new Fixed(milliseconds("delay", request.lastSegment()));
    }
    String dist = text(request, "dist", "fixed");
    return switch (dist) {
      case "fixed" -> new Fixed(ms(request, "ms", "1"));
      case "bimodal" ->
          new Bimodal(
              ms(request, "low_ms", "1"),
              ms(request, "high_ms", "20"),
              number("share", text(request, "share", "0.1"), 0, 1));
      case "exponential" -> new Exponential(ms(request, "mean_ms", "5"));
      case "heavy" ->
          new Heavy(
              ms(request, "median_ms", "2"),
              number("alpha", text(request, "alpha", "1.5"), 0.1, 100),
              ms(request, "cap_ms", "1000"));
      default ->
          throw new RefusedException(
              400, "dist is '" + dist + "'; must be fixed, bimodal, exponential or heavy");
    };
  }

  private static String text(Request request, String name, String absent) {
    String value = request.parameter(name);
    return value == null ? absent : value;
  }

  private static double ms(Request request, String name, String absent) {
    return milliseconds(name, text(request, name, absent));
  }

  private static double milliseconds(String name, String text) {
    return number(name, text, 0, MAX_MS);
  }

  private static double number(String name, String text, double min, double max) {
    try {
      double number = Double.parseDouble(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // answered below like a number out of range
    }
    throw new RefusedException(
        400, name + " is '" + text + "'; must be a number from " + min + " to " + max);
  }
}
