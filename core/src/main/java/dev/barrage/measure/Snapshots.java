package dev.barrage.measure;

import dev.barrage.engine.Requests;
import dev.barrage.measure.Measurement.Bytes;
import dev.barrage.measure.Measurement.TimelineRow;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes {@link Snapshot}s of what the collector has. For one thread at a time. */
final class Snapshots {
  private final Plan plan;
  private final Requests requests;
  private final Slots slots;
  private final Collector collector;
  private final Instant startedAt;
  private final NameTally scratch = new NameTally();

  Snapshots(Plan plan, Requests requests, Slots slots, Collector collector, Instant startedAt) {
    this.plan = plan;
    this.requests = requests;
    this.slots = slots;
    this.collector = collector;
    this.startedAt = startedAt;
  }

  /**
   * @param newest the newest second that is over; null: none is
   */
  Snapshot at(long nowNs, String phase, @Nullable TimelineRow newest, Optional<Aborted> aborted) {
    long[] c = collector.counts;
    double elapsedS = slots.secondsFromStart(nowNs);
    return new Snapshot(
        phase,
        startedAt,
        elapsedS,
        PlannedRate.at(plan, elapsedS),
        Tally.counts(c),
        Tally.capped(c),
        Tally.connections(c, collector.peakConnections()),
        new Bytes(c[Tally.BYTES_SENT], c[Tally.BYTES_RECEIVED], 0),
        newest == null ? 0 : newest.inFlight(),
        newest == null ? 0 : newest.users(),
        Buckets.of(collector.sendLag),
        named(),
        objectives(nowNs),
        aborted);
  }

  private List<Snapshot.Named> named() {
    List<Snapshot.Named> all = new ArrayList<>();
    int names = NameTallies.places(requests.names().size());
    for (int i = 0; i < names; i++) {
      NameTally of = tally(i);
      all.add(
          new Snapshot.Named(
              NameTallies.name(requests.names(), i),
              requests.methods().get(i),
              Tally.outcomes(of.counts),
              Tally.statuses(of.counts),
              Buckets.of(of.okLatency, of.failedLatency),
              Buckets.of(of.service)));
    }
    return all;
  }

  private NameTally tally(int name) {
    scratch.clear();
    collector.addName(name, scratch);
    return scratch;
  }

  private List<Snapshot.ObjectiveNow> objectives(long nowNs) {
    long untilNs = nowNs - slots.endNs() < 0 ? nowNs : slots.endNs();
    double measuredS = Math.max(0, untilNs - slots.measureNs) / 1e9;
    return plan.judged().stream().map(one -> objective(one, measuredS)).toList();
  }

  private Snapshot.ObjectiveNow objective(Objective objective, double measuredS) {
    NameTally of =
        objective
            .request()
            .map(name -> tally(requests.indexOf(name)))
            .orElseGet(() -> collector.all(false));
    long[] c = of.counts;
    double value =
        MetricValue.of(
            objective.metric(),
            c[Tally.OK],
            c[Tally.FAILED] + c[Tally.DROPPED],
            of.okLatency,
            measuredS);
    return new Snapshot.ObjectiveNow(objective, value);
  }
}
