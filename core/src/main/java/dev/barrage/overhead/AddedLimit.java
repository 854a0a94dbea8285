package dev.barrage.overhead;

import dev.barrage.plan.Durations;
import dev.barrage.statistics.Estimate;
import dev.barrage.verdict.Verdict;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a gateway may add at a percentile: {@code p99 5ms}.
 *
 * @param text as it was given
 * @param percent of the percentile, one of {@link Overhead#PERCENTS}
 * @param maxUs largest difference, µs
 */
public record AddedLimit(String text, double percent, double maxUs) {
  private static final Pattern FORM = Pattern.compile("p(\\d+(?:\\.\\d+)?)\\s+(?:<=?\\s*)?(\\S+)");

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with the text and what is allowed
   */
  public static AddedLimit parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a limit; write a percentile and a time, e.g. p99 5ms");
    }
    double percent = Double.parseDouble(form.group(1));
    for (double allowed : Overhead.PERCENTS) {
      if (allowed == percent) {
        double maxUs = Durations.parsePositive(form.group(2)).toNanos() / 1e3;
        return new AddedLimit(text.strip(), percent, maxUs);
      }
    }
    throw new IllegalArgumentException(
        "\"" + text + "\": p" + form.group(1) + "; allowed: p50, p90, p95, p99, p99.9");
  }

  /** Decided where the whole interval lies on one side. */
  Verdict check(Estimate addedUs) {
    if (addedUs.isKnown() && addedUs.high() <= maxUs) {
      return Verdict.PASS;
    }
    return addedUs.isKnown() && addedUs.low() > maxUs ? Verdict.FAIL : Verdict.INCONCLUSIVE;
  }
}
