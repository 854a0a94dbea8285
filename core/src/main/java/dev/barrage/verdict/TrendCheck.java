package dev.barrage.verdict;

import dev.barrage.plan.Objective;
import dev.barrage.statistics.Trend;
import dev.barrage.verdict.Judgement.Interval;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds objectives against values that are known only within an interval: PASS if the whole
 * interval is good, FAIL if none of it is, else INCONCLUSIVE. A line over less than a minute passes
 * nothing: memory that stood still for ten seconds may rise in the next.
 */
final class TrendCheck {
  private static final double MINUTE_S = 60;

  /** Six blocks of ten seconds, which is what a trend takes for its least. */
  private static final double LEAST_S = 60;

  /** The first and the last look are up to a period inside the window. */
  private static final double NEARLY = 0.9;

  private TrendCheck() {}

  /** A slope per minute. */
  static ObjectiveResult slope(Objective objective, Trend trend, long samples) {
    return result(
        objective,
        trend.slope(),
        new Interval(
            trend.low(),
            trend.high(),
            trend.smallest(),
            wantedS(trend, trend.lengthToTell(objective.target()))),
        isShort(trend),
        samples);
  }

  /**
   * Fewer samples than a slope needs.
   *
   * @param everyS time between two samples
   */
  static ObjectiveResult tooShort(Objective objective, long samples, double everyS) {
    double wantedS = Math.max(LEAST_S, Trend.LEAST_BLOCKS * everyS);
    Interval unknown = new Interval(Double.NaN, Double.NaN, Double.NaN, wantedS);
    return new ObjectiveResult(
        objective, OptionalDouble.empty(), Verdict.INCONCLUSIVE, samples, Optional.of(unknown));
  }

  private static boolean isShort(Trend trend) {
    return trend.length() * MINUTE_S < NEARLY * LEAST_S;
  }

  private static double wantedS(Trend trend, double toTellMin) {
    return isShort(trend) ? Math.max(LEAST_S, toTellMin * MINUTE_S) : toTellMin * MINUTE_S;
  }

  /**
   * A change over the run, as a share of its begin.
   *
   * @param sign 1 if a rise is bad, −1 if a fall is
   */
  static ObjectiveResult change(Objective objective, Trend trend, int sign, long samples) {
    double low = sign * trend.change(sign > 0 ? trend.low() : trend.high());
    double high = sign * trend.change(sign > 0 ? trend.high() : trend.low());
    double scale = trend.middle() / trend.length();
    double wantedMin = trend.lengthToTell(sign * objective.target() * scale);
    return result(
        objective,
        sign * trend.change(trend.slope()),
        new Interval(low, high, trend.smallest() / scale, wantedS(trend, wantedMin)),
        isShort(trend),
        samples);
  }

  private static ObjectiveResult result(
      Objective objective, double value, Interval interval, boolean isShort, long samples) {
    Verdict verdict = verdict(objective, interval);
    return new ObjectiveResult(
        objective,
        OptionalDouble.of(value),
        isShort && verdict == Verdict.PASS ? Verdict.INCONCLUSIVE : verdict,
        samples,
        Optional.of(interval));
  }

  private static Verdict verdict(Objective objective, Interval interval) {
    Verdict one = ObjectiveCheck.verdict(objective, OptionalDouble.of(interval.low()));
    Verdict other = ObjectiveCheck.verdict(objective, OptionalDouble.of(interval.high()));
    return one == other ? one : Verdict.INCONCLUSIVE;
  }
}
