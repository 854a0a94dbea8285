package dev.barrage.cli.live;

import dev.barrage.cli.live.Metric.BucketsPoint;
import dev.barrage.cli.live.Metric.Data;
import dev.barrage.cli.live.Metric.Point;
import dev.barrage.cli.live.Metric.Unit;
import dev.barrage.measure.Buckets;
import dev.barrage.measure.Snapshot;
import dev.barrage.measure.Snapshot.ObjectiveNow;
import dev.barrage.plan.Objective;
import dev.barrage.run.LiveRun;
import dev.barrage.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The metrics of a run, {@code docs/live-metrics.md} lists them. Counts and times are of the
 * measured window; what was not measured has no point. Stateless.
 */
public final class RunMetrics {
  private static final List<String> PHASES = List.of("warmup", "measure", "drain", "ended");

  private final List<Metric> metrics = new ArrayList<>();
  private final LiveRun run;
  private final Snapshot now;

  private RunMetrics(LiveRun run) {
    this.run = run;
    this.now = run.numbers();
  }

  public static List<Metric> of(LiveRun run) {
    RunMetrics all = new RunMetrics(run);
    all.byRequest();
    all.counts();
    all.load();
    all.generator();
    all.verdict();
    return all.metrics;
  }

  private void byRequest() {
    List<Point> outcomes = new ArrayList<>();
    List<Point> statuses = new ArrayList<>();
    for (Snapshot.Named one : now.requests()) {
      one.outcomes()
          .forEach((outcome, count) ->
              outcomes.add(new Point(with(one, "outcome", outcome.id()), count)));
      one.statuses()
          .forEach((status, count) -> statuses.add(new Point(with(one, "status", status), count)));
    }
    add(
        "barrage.requests",
        "Requests that ended, by name and outcome.",
        Unit.NONE,
        new Data.Counter(outcomes));
    add(
        "barrage.responses",
        "Complete responses, by name and status.",
        Unit.NONE,
        new Data.Counter(statuses));
    histogram(
        "barrage.request.latency",
        "From the intended send time to the last byte.",
        Snapshot.Named::latency);
    histogram(
        "barrage.request.service.time",
        "From the actual send time to the last byte.",
        Snapshot.Named::serviceTime);
  }

  private void histogram(String name, String help, Function<Snapshot.Named, Buckets> of) {
    List<BucketsPoint> points =
        now.requests().stream().map(one -> new BucketsPoint(labels(one), of.apply(one))).toList();
    add(name, help, Unit.SECONDS, new Data.Histogram(points));
  }

  private void counts() {
    var c = now.counts();
    counter("barrage.requests.started", "Requests that a loop took up.", c.started());
    counter("barrage.requests.dropped", "Arrivals beyond the in-flight bound.", c.dropped());
    counter("barrage.requests.unfinished", "Requests cut at the end.", c.unfinished());
    counter("barrage.requests.warmup", "Requests of the warm-up.", c.warmup());
    counter("barrage.requests.sent", "Requests written, over the whole run.", c.sent());
    counter("barrage.requests.clipped", "Arrivals beyond the max rate.", now.capped().clipped());
    counter("barrage.requests.held", "Requests that waited for the max rate.", now.capped().held());
    counter("barrage.connections.opened", "Connections opened.", now.connections().opened());
    counter("barrage.connections.failed", "Connections that failed.", now.connections().failed());
    counter("barrage.connections.retried", "Requests sent again.", now.connections().retried());
    bytes("barrage.sent", "Sent before TLS.", now.bytes().sent());
    bytes("barrage.received", "Received after TLS.", now.bytes().received());
  }

  private void load() {
    gauge(
        "barrage.planned.rate",
        "Arrivals per second that the plan wants now (open model).",
        Unit.NONE,
        now.plannedPerS());
    gauge("barrage.users", "Live users, or iterations under way.", Unit.NONE, (double) now.users());
    gauge("barrage.in.flight", "Requests in flight.", Unit.NONE, (double) now.inFlight());
    gauge("barrage.elapsed", "Since the first arrival.", Unit.SECONDS, now.elapsedS());
    states("barrage.phase", "Where the run is: 1 at one phase.", "phase", PHASES, now.phase());
  }

  private void generator() {
    add(
        "barrage.send.lag",
        "How late the generator itself was.",
        Unit.SECONDS,
        new Data.Histogram(List.of(new BucketsPoint(labels(), now.sendLag()))));
    gauge(
        "barrage.generator.busy",
        "CPU time of the busiest event loop over wall time.",
        Unit.RATIO,
        run.cpuBusy());
    if (!Double.isNaN(run.cpuS())) {
      add(
          "barrage.generator.cpu",
          "CPU time of the generator's process in the measured window.",
          Unit.SECONDS,
          new Data.Counter(List.of(new Point(labels(), run.cpuS()))));
    }
  }

  private void verdict() {
    List<Point> values = new ArrayList<>();
    List<Point> met = new ArrayList<>();
    for (ObjectiveNow one : now.objectives()) {
      SortedMap<String, String> labels = labels("objective", one.objective().text());
      if (!Double.isNaN(one.value())) {
        values.add(new Point(labels, inBaseUnit(one.objective(), one.value())));
        met.add(new Point(labels, one.isMet() ? 1 : 0));
      }
    }
    add(
        "barrage.objective.value",
        "The objective's metric so far: seconds, a ratio, or per second.",
        Unit.NONE,
        new Data.Gauge(values));
    add(
        "barrage.objective.met",
        "1 while the objective's target is met.",
        Unit.NONE,
        new Data.Gauge(met));
    states(
        "barrage.verdict",
        "1 at the verdict; while the run goes on by its objectives alone.",
        "verdict",
        Arrays.stream(Verdict.values()).map(Verdict::name).toList(),
        run.verdict().map(Verdict::name).orElseGet(this::soFar));
    gauge(
        "barrage.aborted",
        "1 if a rule ended the run.",
        Unit.NONE,
        now.aborted().isPresent() ? 1 : 0);
  }

  private String soFar() {
    Verdict worst = now.aborted().isPresent() ? Verdict.FAIL : Verdict.PASS;
    for (ObjectiveNow one : now.objectives()) {
      worst = worst.worst(Double.isNaN(one.value()) ? Verdict.PASS : verdict(one));
    }
    return worst.name();
  }

  private static Verdict verdict(ObjectiveNow one) {
    Objective objective = one.objective();
    boolean tolerable =
        objective.critical().isPresent()
            && objective.comparison().holds(one.value(), objective.critical().getAsDouble());
    return one.isMet() ? Verdict.PASS : tolerable ? Verdict.WARN : Verdict.FAIL;
  }

  private static double inBaseUnit(Objective objective, double value) {
    return objective.metric().unit().equals("us") ? value / 1e6 : value;
  }

  private void counter(String name, String help, long value) {
    add(name, help, Unit.NONE, new Data.Counter(List.of(new Point(labels(), value))));
  }

  private void bytes(String name, String help, long value) {
    add(name, help, Unit.BYTES, new Data.Counter(List.of(new Point(labels(), value))));
  }

  private void gauge(String name, String help, Unit unit, double value) {
    if (!Double.isNaN(value)) {
      add(name, help, unit, new Data.Gauge(List.of(new Point(labels(), value))));
    }
  }

  private void states(String name, String help, String label, List<String> all, String current) {
    List<Point> points =
        all.stream()
            .map(state -> new Point(labels(label, state), state.equals(current) ? 1 : 0))
            .toList();
    add(name, help, Unit.NONE, new Data.Gauge(points));
  }

  private void add(String name, String help, Unit unit, Data data) {
    metrics.add(new Metric(name, help, unit, data));
  }

  private static SortedMap<String, String> labels(Snapshot.Named of) {
    SortedMap<String, String> labels = labels("request", of.name());
    labels.put("method", of.method());
    return labels;
  }

  private static SortedMap<String, String> with(Snapshot.Named of, String label, String value) {
    SortedMap<String, String> labels = labels(of);
    labels.put(label, value);
    return labels;
  }

  private static SortedMap<String, String> labels(String... pairs) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return labels;
  }
}
