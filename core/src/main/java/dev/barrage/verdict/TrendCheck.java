package dev.barrage.verdict;

import dev.barrage.plan.Objective;
import dev.barrage.statistics.Trend;
import dev.barrage.verdict.Judgement.Interval;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Holds objectives against values that are known only within an interval: PASS if the whole
 * interval is good, FAIL if none of it is, else INCONCLUSIVE.
 */
final class TrendCheck {
  private static final double MINUTE_S = 60;

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
            trend.lengthToTell(objective.target()) * MINUTE_S),
        samples);
  }

  /** Fewer samples than a slope needs. */
  static ObjectiveResult tooShort(Objective objective, long samples) {
    return new ObjectiveResult(objective, OptionalDouble.empty(), Verdict.INCONCLUSIVE, samples);
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
        new Interval(low, high, trend.smallest() / scale, wantedMin * MINUTE_S),
        samples);
  }

  private static ObjectiveResult result(
      Objective objective, double value, Interval interval, long samples) {
    return new ObjectiveResult(
        objective,
        OptionalDouble.of(value),
        verdict(objective, interval),
        samples,
        Optional.of(interval));
  }

  private static Verdict verdict(Objective objective, Interval interval) {
    Verdict one = ObjectiveCheck.verdict(objective, OptionalDouble.of(interval.low()));
    Verdict other = ObjectiveCheck.verdict(objective, OptionalDouble.of(interval.high()));
    return one == other ? one : Verdict.INCONCLUSIVE;
  }
}
