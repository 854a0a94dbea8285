package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.Measurement.Bytes;
import dev.barrage.measure.Measurement.Capped;
import dev.barrage.measure.Measurement.Connections;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.plan.Objective;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The numbers of a run so far, for those who watch it from outside. Totals only grow, and are of
 * the requests intended in the measured window, but for {@code counts.warmup} and {@code
 * counts.sent}; the last snapshot agrees with the record.
 *
 * @param phase {@code warmup}, {@code measure}, {@code drain}, and at last {@code ended}
 * @param elapsedS since the first planned arrival
 * @param plannedPerS arrivals per second the plan wants now (open model); NaN: closed model
 * @param inFlight requests in flight at the end of the newest second
 * @param users live users, or iterations under way (open model), then
 * @param requests by name, in the plan's order
 * @param objectives as if the run ended now
 */
public record Snapshot(
    String phase,
    Instant startedAt,
    double elapsedS,
    double plannedPerS,
    Counts counts,
    Capped capped,
    Connections connections,
    Bytes bytes,
    long inFlight,
    long users,
    Buckets sendLag,
    List<Named> requests,
    List<ObjectiveNow> objectives,
    Optional<Aborted> aborted) {

  /** Requests of one name. */
  public record Named(
      String name,
      String method,
      Map<Outcome, Long> outcomes,
      SortedMap<String, Long> statuses,
      Buckets latency,
      Buckets serviceTime) {}

  /**
   * How an objective stands.
   *
   * @param value in the metric's unit; NaN: no samples; infinity: not reached
   */
  public record ObjectiveNow(Objective objective, double value) {
    public boolean isMet() {
      return objective.comparison().holds(value, objective.target());
    }
  }
}
