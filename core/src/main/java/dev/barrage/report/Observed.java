package dev.barrage.report;

import dev.barrage.measure.Diagnosis;
import dev.barrage.measure.limit.LimitResult;
import dev.barrage.monitor.target.Watched;
import java.util.List;
import java.util.Optional;

/**
 * What was seen besides latency and outcome of the requests, as the plan's {@link
 * dev.barrage.plan.Observation} asks.
 *
 * @param monitors what watched the target, and saw
 * @param limit what the answers tell of the plan's rate limit
 * @param diagnosis the slowest requests, and what the plan broke down
 */
public record Observed(List<Watched> monitors, Optional<LimitResult> limit, Diagnosis diagnosis) {
  public static final Observed NONE = new Observed(List.of(), Optional.empty(), Diagnosis.NONE);

  public Observed {
    monitors = List.copyOf(monitors);
  }
}
