package dev.barrage.verdict;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.measure.Measurement.GroupResult;
import dev.barrage.measure.Measurement.RequestResult;
import dev.barrage.measure.Summary;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Objective.Metric;
import dev.barrage.plan.Plan;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import java.util.OptionalDouble;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Holds objectives against numbers. They ask what a user asks: a percentile is of all planned
 * requests, of which those without a good answer are infinitely late.
 */
final class ObjectiveCheck {
  private ObjectiveCheck() {}

  /** The numbers an objective is about: the whole run's, or those of one request or group. */
  private record Numbers(
      Counts counts,
      Histogram okLatency,
      double throughputPerS,
      double okPerS,
      long timeouts,
      long answers) {}

  static ObjectiveResult check(Objective objective, Plan plan, Measurement measurement) {
    Numbers numbers = numbers(objective, plan, measurement);
    if (numbers == null) {
      return new ObjectiveResult(objective, OptionalDouble.empty(), Verdict.FAIL, 0);
    }
    OptionalDouble value = value(objective.metric(), numbers);
    return new ObjectiveResult(
        objective, value, verdict(objective, value), samples(objective.metric(), numbers));
  }

  private static @Nullable Numbers numbers(Objective objective, Plan plan, Measurement m) {
    if (objective.user().isPresent()) {
      Set<String> names = plan.requestsOf(objective.user().get());
      return m.parts().requests().stream()
          .filter(request -> names.contains(request.name()))
          .map(request -> numbers(request, m))
          .reduce(ObjectiveCheck::together)
          .orElse(null);
    }
    if (objective.request().isEmpty()) {
      return new Numbers(
          m.totals().counts(),
          m.totals().okLatency(),
          m.totals().throughputPerS(),
          m.totals().okPerS(),
          m.totals().outcomes().getOrDefault(Outcome.TIMEOUT, 0L),
          Measurement.answers(m.totals().statuses()));
    }
    String name = objective.request().get();
    for (RequestResult request : m.parts().requests()) {
      if (request.name().equals(name)) {
        return numbers(request, m);
      }
    }
    return m.parts().groups().stream()
        .filter(group -> group.name().equals(name))
        .map(ObjectiveCheck::numbers)
        .findFirst()
        .orElse(null);
  }

  private static Numbers numbers(RequestResult request, Measurement m) {
    return new Numbers(
        request.totals().counts(),
        request.totals().okLatency(),
        request.totals().throughputPerS(),
        m.period().measuredS() > 0
            ? request.totals().counts().ok() / m.period().measuredS()
            : Double.NaN,
        request.totals().outcomes().getOrDefault(Outcome.TIMEOUT, 0L),
        Measurement.answers(request.totals().statuses()));
  }

  /** Of two requests. */
  private static Numbers together(Numbers a, Numbers b) {
    Histogram latency = a.okLatency().copy();
    latency.add(b.okLatency());
    return new Numbers(
        a.counts().plus(b.counts()),
        latency,
        a.throughputPerS() + b.throughputPerS(),
        a.okPerS() + b.okPerS(),
        a.timeouts() + b.timeouts(),
        a.answers() + b.answers());
  }

  /** Every group that was begun was planned. */
  private static Numbers numbers(GroupResult group) {
    Counts counts =
        new Counts(
            group.started(),
            group.started(),
            group.ok(),
            group.failed(),
            0,
            group.unfinished(),
            0,
            0,
            0,
            0,
            0);
    return new Numbers(counts, group.latency(), group.okPerS(), group.okPerS(), 0, 0);
  }

  private static OptionalDouble value(Metric metric, Numbers n) {
    long planned = n.counts().planned();
    if (planned == 0) {
      return OptionalDouble.empty();
    }
    return switch (metric) {
      case Metric.Percentile percentile -> {
        long rank = Summary.rank(percentile.percent(), planned);
        yield rank > n.okLatency().getTotalCount()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Summary.valueAtRank(n.okLatency(), rank) / 1e3);
      }
      case Metric.Mean mean ->
          n.okLatency().getTotalCount() == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of(Summary.of(n.okLatency()).meanUs());
      case Metric.ErrorRate errors ->
          OptionalDouble.of((double) (planned - n.counts().ok()) / planned);
      case Metric.GatewayErrors errors ->
          n.answers() == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of((double) n.counts().gatewayErrors() / n.answers());
      case Metric.Unanswered unanswered ->
          OptionalDouble.of((double) Math.max(0, planned - n.answers()) / planned);
      case Metric.Throughput throughput ->
          Double.isNaN(n.okPerS()) ? OptionalDouble.empty() : OptionalDouble.of(n.okPerS());
      case Metric.Monitored monitored -> throw notTraffic();
      case Metric.Limited limited -> throw notTraffic();
      case Metric.Course course -> throw notTraffic();
    };
  }

  private static long samples(Metric metric, Numbers n) {
    return switch (metric) {
      case Metric.Percentile percentile -> n.counts().planned();
      case Metric.ErrorRate errors -> n.counts().planned();
      case Metric.Unanswered unanswered -> n.counts().planned();
      case Metric.GatewayErrors errors -> n.answers();
      case Metric.Mean mean -> n.okLatency().getTotalCount();
      case Metric.Throughput throughput -> n.counts().ok();
      case Metric.Monitored monitored -> throw notTraffic();
      case Metric.Limited limited -> throw notTraffic();
      case Metric.Course course -> throw notTraffic();
    };
  }

  private static IllegalArgumentException notTraffic() {
    return new IllegalArgumentException(
        "not a metric of latency or outcomes: see MonitorCheck and LimitCheck");
  }

  static Verdict verdict(Objective objective, OptionalDouble value) {
    if (value.isEmpty()) {
      return Verdict.FAIL;
    }
    if (objective.comparison().holds(value.getAsDouble(), objective.target())) {
      return Verdict.PASS;
    }
    return objective.critical().isPresent()
            && objective.comparison().holds(value.getAsDouble(), objective.critical().getAsDouble())
        ? Verdict.WARN
        : Verdict.FAIL;
  }

  /**
   * Whether a generator at its ceiling can be why the objective failed. It makes answers late, rare
   * or time out; it does not make a target refuse: what failed through refusals alone stays the
   * target's.
   */
  static boolean mayBeTheGenerators(ObjectiveResult result, Plan plan, Measurement measurement) {
    Objective objective = result.objective();
    Numbers n = numbers(objective, plan, measurement);
    if (n == null || n.counts().planned() == 0) {
      return false;
    }
    long refused = n.counts().failed() - n.timeouts();
    return switch (objective.metric()) {
      case Metric.Percentile percentile ->
          result.value().isPresent()
              || Summary.rank(percentile.percent(), n.counts().planned())
                  <= n.counts().planned() - refused;
      case Metric.Mean mean -> result.value().isPresent();
      case Metric.ErrorRate errors ->
          objective.comparison().holds((double) refused / n.counts().planned(), bound(objective));
      case Metric.Throughput throughput ->
          !objective.comparison().holds(n.throughputPerS(), bound(objective));
      case Metric.GatewayErrors errors -> false;
      case Metric.Unanswered unanswered ->
          result.value().isPresent()
              && objective
                  .comparison()
                  .holds(
                      result.value().getAsDouble() - (double) n.timeouts() / n.counts().planned(),
                      bound(objective));
      case Metric.Monitored monitored -> false;
      case Metric.Limited limited -> false;
      case Metric.Course course -> false;
    };
  }

  private static double bound(Objective objective) {
    return objective.critical().orElse(objective.target());
  }
}
