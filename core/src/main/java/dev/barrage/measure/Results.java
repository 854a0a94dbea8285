package dev.barrage.measure;

import dev.barrage.engine.Groups;
import dev.barrage.engine.Requests;
import dev.barrage.measure.Measurement.Failure;
import dev.barrage.measure.Measurement.GroupResult;
import dev.barrage.measure.Measurement.Iterations;
import dev.barrage.measure.Measurement.Parts;
import dev.barrage.measure.Measurement.Period;
import dev.barrage.measure.Measurement.Phases;
import dev.barrage.measure.Measurement.RequestResult;
import dev.barrage.measure.Measurement.ScriptFailure;
import dev.barrage.measure.Measurement.Totals;
import dev.barrage.measure.Measurement.UserResult;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadShape;
import dev.barrage.plan.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/** Makes the {@link Measurement} of an ended run from what its loops and the collector hold. */
final class Results {
  /**
   * Beyond so many request names, their histograms are packed: slower to read, 20 times smaller.
   */
  private static final int PLAIN_NAMES = 50;

  private final Plan plan;
  private final Requests requests;
  private final Slots slots;
  private final LoopRecorder[] recorders;
  private final Collector collector;
  private final LongFunction<Instant> instants;

  Results(
      Plan plan,
      Requests requests,
      Slots slots,
      LoopRecorder[] recorders,
      Collector collector,
      LongFunction<Instant> instants) {
    this.plan = plan;
    this.requests = requests;
    this.slots = slots;
    this.recorders = recorders;
    this.collector = collector;
    this.instants = instants;
  }

  Measurement measurement(boolean interrupted, OptionalLong scheduledArrivals) {
    return measurement(interrupted, scheduledArrivals, Optional.empty());
  }

  Measurement measurement(
      boolean interrupted, OptionalLong scheduledArrivals, Optional<Aborted> aborted) {
    long[] c = collector.counts;
    ExactHistogram ok = collector.okLatency.toHistogram();
    ExactHistogram latency = collector.okLatency.toHistogram();
    collector.failedLatency.addTo(latency);
    Totals totals = totals(c, latency, ok, collector.service.toHistogram());
    return new Measurement(
        new Period(
            instants.apply(slots.startNs), Instant.now(), slots.measuredS(), interrupted, aborted),
        totals,
        phases(),
        iterations(c, scheduledArrivals),
        Tally.capped(c),
        Tally.bytes(c),
        Tally.connections(c, collector.peakConnections()),
        new Parts(
            requests.names().size() == 1 ? List.of(one(c, totals)) : byName(),
            groups(),
            users(c),
            failures(),
            scriptFailures()),
        collector.timeline.rows(),
        spike());
  }

  private Totals totals(long[] c, Histogram latency, Histogram ok, Histogram service) {
    return new Totals(
        Tally.counts(c),
        Tally.outcomes(c),
        Tally.statuses(c),
        perSecond(c[Tally.DONE_INSIDE]),
        perSecond(c[Tally.OK_INSIDE]),
        latency,
        ok,
        service);
  }

  private Phases phases() {
    return new Phases(
        collector.sendLag.toHistogram(),
        merged(r -> r.queue),
        merged(r -> r.connect),
        merged(r -> r.tls),
        merged(r -> r.firstByte));
  }

  private Optional<SpikeResult> spike() {
    List<SpikeLog> logs =
        Arrays.stream(recorders).map(r -> r.asked.spike).filter(Objects::nonNull).toList();
    return logs.isEmpty()
        ? Optional.empty()
        : LoadShape.spike(plan.profile().load())
            .map(spike -> SpikeAnalysis.of(spike, logs, slots.measuredS()));
  }

  private double perSecond(long count) {
    double measuredS = slots.measuredS();
    return measuredS > 0 ? count / measuredS : Double.NaN;
  }

  private Iterations iterations(long[] c, OptionalLong scheduledArrivals) {
    long dropped = c[Tally.DROPPED];
    long started = c[Tally.ITERATIONS_STARTED];
    long offered = scheduledArrivals.orElse(0) - c[Tally.CLIPPED];
    long planned = Math.max(started + dropped, offered);
    return new Iterations(planned, started, c[Tally.ITERATIONS_COMPLETED], dropped);
  }

  private Histogram merged(Function<LoopRecorder, Distribution> which) {
    ExactHistogram merged = new ExactHistogram();
    for (LoopRecorder recorder : recorders) {
      which.apply(recorder).addTo(merged);
    }
    return merged;
  }

  private RequestResult one(long[] c, Totals totals) {
    return new RequestResult(
        requests.names().getFirst(), requests.methods().getFirst(), totals, c[Tally.CONTENT_BYTES]);
  }

  private List<RequestResult> byName() {
    List<RequestResult> results = new ArrayList<>();
    int names = NameTallies.places(requests.names().size());
    boolean packed = names > PLAIN_NAMES;
    for (int i = 0; i < names; i++) {
      NameTally sum = new NameTally();
      for (LoopRecorder recorder : recorders) {
        NameTally tally = recorder.names.at(i);
        if (tally != null) {
          sum.add(tally);
        }
      }
      Histogram ok = histogram(packed);
      sum.okLatency.addTo(ok);
      Histogram latency = ok;
      if (sum.failedLatency.count() > 0) {
        latency = histogram(packed);
        sum.okLatency.addTo(latency);
        sum.failedLatency.addTo(latency);
      }
      Histogram service = histogram(packed);
      sum.service.addTo(service);
      results.add(
          new RequestResult(
              name(i),
              NameTallies.isShared(i, requests.names().size()) ? "*" : requests.methods().get(i),
              totals(sum.counts, latency, ok, service),
              sum.counts[Tally.CONTENT_BYTES]));
    }
    return results;
  }

  private List<GroupResult> groups() {
    List<String> names = Groups.of(plan).names();
    List<GroupResult> results = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      GroupTally sum = new GroupTally();
      for (LoopRecorder recorder : recorders) {
        sum.add(recorder.groups[i]);
      }
      results.add(
          new GroupResult(
              names.get(i),
              sum.started,
              sum.ok,
              sum.failed,
              sum.started - sum.ok - sum.failed,
              perSecond(sum.ok),
              sum.latency.toHistogram(),
              sum.busy.toHistogram()));
    }
    return results;
  }

  private static Histogram histogram(boolean packed) {
    return packed
        ? new PackedHistogram(1, Distribution.HIGHEST_NS, Distribution.DIGITS)
        : new ExactHistogram();
  }

  private String name(int index) {
    return NameTallies.name(requests.names(), index);
  }

  private List<UserResult> users(long[] c) {
    List<UserResult> results = new ArrayList<>();
    int classes = plan.users().size();
    boolean open = plan.profile().load() instanceof Load.Open;
    for (int i = 0; i < classes; i++) {
      long started = c[Tally.SIZE + i];
      long peak = collector.peakUsers[i];
      if (started == 0 && open) {
        started = c[Tally.SIZE + classes + i];
        peak = classes == 1 ? collector.peakLive() : -1;
      }
      results.add(new UserResult(plan.users().get(i).name(), peak, started));
    }
    return results;
  }

  private List<ScriptFailure> scriptFailures() {
    ScriptFailureTable all = new ScriptFailureTable();
    for (LoopRecorder recorder : recorders) {
      all.add(recorder.scriptFailures);
    }
    return all.all().stream()
        .map(kind ->
            new ScriptFailure(
                kind.script,
                kind.message,
                kind.count,
                instants.apply(kind.firstNs),
                instants.apply(kind.lastNs),
                kind.trace))
        .toList();
  }

  private List<Failure> failures() {
    FailureTable all = new FailureTable();
    for (LoopRecorder recorder : recorders) {
      all.add(recorder.failures);
    }
    return all.stream()
        .map(kind ->
            new Failure(
                kind.request < 0 ? "other" : name(kind.request),
                kind.outcome,
                kind.message,
                kind.count,
                instants.apply(kind.firstNs),
                instants.apply(kind.lastNs),
                kind.sample))
        .toList();
  }
}
