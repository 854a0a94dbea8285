package dev.barrage.measure;

import java.util.SortedMap;

/**
 * Where a run stands: what the console shows while it goes on. Taken once a second.
 *
 * @param phase {@code warmup}, {@code measure} or {@code drain}
 * @param elapsedS since the first planned arrival
 * @param totalS warm-up and measured window together
 * @param last the newest complete timeline row
 * @param plannedPerS arrivals per second the plan wants now (open model); NaN: closed model
 * @param ok failed dropped totals so far, warm-up excluded
 * @param latencyUs percentiles of the measured window so far: p50 p90 p99 max
 * @param failures totals by outcome id so far, only those that occurred
 */
public record Progress(
    String phase,
    double elapsedS,
    double totalS,
    Measurement.TimelineRow last,
    double plannedPerS,
    long ok,
    long failed,
    long dropped,
    LatencyUs latencyUs,
    SortedMap<String, Long> failures) {
  /** NaN where nothing was measured yet. */
  public record LatencyUs(double p50, double p90, double p99, double max) {}
}
