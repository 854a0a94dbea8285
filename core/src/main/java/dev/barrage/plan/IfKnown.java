package dev.barrage.plan;

import dev.barrage.plan.Objective.Metric;
import java.util.List;
import java.util.Optional;

/** Objectives that say {@code if known}: whether a plan has what tells them. */
final class IfKnown {
  private IfKnown() {}

  /** Why nothing in a plan tells what an objective {@code if known} asks; empty: something does. */
  static Optional<String> unknown(Objective objective, Observation observation) {
    return objective.ifKnown() && objective.metric() instanceof Metric.Monitored metric
        ? unknown(metric, observation.monitors())
        : objective.ifKnown() && objective.metric() instanceof Metric.Limited metric
            ? unknown(metric, observation.rateLimit())
            : Optional.empty();
  }

  private static Optional<String> unknown(Metric.Monitored metric, List<Monitor> monitors) {
    Optional<Monitor> monitor =
        monitors.stream().filter(one -> one.name().equals(metric.monitor())).findFirst();
    if (monitor.isEmpty()) {
      return Optional.of("no monitor " + metric.monitor());
    }
    boolean told =
        monitor.get().source().series().stream()
            .anyMatch(series -> series.name().equals(metric.series()));
    return told
        ? Optional.empty()
        : Optional.of("monitor " + metric.monitor() + " has no series " + metric.series());
  }

  private static Optional<String> unknown(Metric.Limited metric, Optional<RateLimit> limit) {
    if (limit.isEmpty()) {
      return Optional.of("the plan has no rate limit");
    }
    boolean asksAdmitted =
        switch (metric.figure()) {
          case DEVIATION, OVERSHOOT -> true;
          case RECOVERY, FAIRNESS, TRUTH, REFUSED -> false;
        };
    return asksAdmitted && limit.get().admits().isEmpty()
        ? Optional.of("the plan does not say what the rate limit admits")
        : Optional.empty();
  }
}
