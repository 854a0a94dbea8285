package dev.barrage.verdict;

import dev.barrage.measure.Measurement;
import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Monitor.Stat;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Objective.Metric;
import dev.barrage.plan.Plan;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import java.util.List;
import java.util.OptionalDouble;

/** Holds objectives on monitors against what they saw in the measured window. */
final class MonitorCheck {
  private final List<Watched> monitors;
  private final double fromS;
  private final double toS;

  MonitorCheck(Plan plan, Measurement measurement, List<Watched> monitors) {
    this.monitors = monitors;
    this.fromS = plan.profile().warmup().toNanos() / 1e9;
    this.toS = fromS + measurement.period().measuredS();
  }

  /** A monitor that saw nothing leaves the question open: the run is INVALID. */
  ObjectiveResult check(Objective objective, Metric.Monitored metric) {
    Watched watched =
        monitors.stream()
            .filter(one -> one.monitor().name().equals(metric.monitor()))
            .findFirst()
            .orElse(null);
    if (watched == null) {
      return new ObjectiveResult(objective, OptionalDouble.empty(), Verdict.INVALID, 0);
    }
    int series = watched.index(metric.series());
    long samples = watched.known(series, fromS, toS).size();
    Stat usual = watched.monitor().source().series().get(series).usual();
    Stat stat = metric.stat().orElse(usual);
    if (stat == Stat.SLOPE && samples > 0) {
      double everyS = watched.monitor().every().toNanos() / 1e9;
      return watched
          .trend(metric.series(), fromS, toS)
          .map(trend -> TrendCheck.slope(objective, trend, samples))
          .orElseGet(() -> TrendCheck.tooShort(objective, samples, everyS));
    }
    OptionalDouble value = watched.figure(metric.series(), stat, fromS, toS);
    Verdict verdict = value.isEmpty() ? Verdict.INVALID : ObjectiveCheck.verdict(objective, value);
    return new ObjectiveResult(objective, value, verdict, samples);
  }
}
