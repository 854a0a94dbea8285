package dev.barrage.verdict;

import dev.barrage.measure.Measurement;
import dev.barrage.measure.SpikeResult;
import dev.barrage.measure.TrafficTrend;
import dev.barrage.measure.outage.CircuitTimes;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Objective.Metric;
import dev.barrage.plan.Plan;
import dev.barrage.statistics.Trend;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Holds objectives against the course of a run: trends of its traffic, and recovery. */
final class CourseCheck {
  private CourseCheck() {}

  /**
   * @param circuits how injected failures were felt
   */
  static ObjectiveResult check(
      Objective objective,
      Metric.Course metric,
      Plan plan,
      Measurement measurement,
      List<CircuitTimes> circuits) {
    return switch (metric.figure()) {
      case P50_DEGRADATION, P95_DEGRADATION, P99_DEGRADATION ->
          held(objective, metric, plan, measurement, CourseCheck::rise);
      case THROUGHPUT_DEGRADATION -> held(objective, metric, plan, measurement, CourseCheck::fall);
      case ERROR_RATE_SLOPE -> held(objective, metric, plan, measurement, TrendCheck::slope);
      case RECOVERY -> recovery(objective, measurement.spike());
      case CIRCUIT_OPENS, CIRCUIT_CLOSES ->
          CircuitCheck.check(objective, metric.figure(), plan, circuits);
    };
  }

  /** How a trend is held against an objective. */
  private interface Holding {
    ObjectiveResult of(Objective objective, Trend trend, long samples);
  }

  private static ObjectiveResult rise(Objective objective, Trend trend, long samples) {
    return TrendCheck.change(objective, trend, 1, samples);
  }

  private static ObjectiveResult fall(Objective objective, Trend trend, long samples) {
    return TrendCheck.change(objective, trend, -1, samples);
  }

  private static ObjectiveResult held(
      Objective objective,
      Metric.Course metric,
      Plan plan,
      Measurement measurement,
      Holding holding) {
    long samples = measurement.totals().counts().ok();
    return TrafficTrend.of(
            metric.figure(), plan.profile().load(), plan.profile().warmup(), measurement.timeline())
        .map(trend -> holding.of(objective, trend, samples))
        .orElseGet(() -> TrendCheck.tooShort(objective, samples, 1));
  }

  /** Not recovered is a failure only if the run went on for as long as it was allowed to take. */
  private static ObjectiveResult recovery(Objective objective, Optional<SpikeResult> spike) {
    if (spike.isEmpty()) {
      return new ObjectiveResult(objective, OptionalDouble.empty(), Verdict.INCONCLUSIVE, 0);
    }
    SpikeResult found = spike.get();
    long samples = found.after().outcomes().values().stream().mapToLong(Long::longValue).sum();
    if (found.isRecovered()) {
      OptionalDouble value = OptionalDouble.of(found.recoveryS() * 1e6);
      return new ObjectiveResult(
          objective, value, ObjectiveCheck.verdict(objective, value), samples);
    }
    double allowedUs = objective.critical().orElse(objective.target());
    boolean known = !Double.isNaN(found.limitUs()) && found.watchedS() * 1e6 - 1e6 > allowedUs;
    return new ObjectiveResult(
        objective, OptionalDouble.empty(), known ? Verdict.FAIL : Verdict.INCONCLUSIVE, samples);
  }
}
