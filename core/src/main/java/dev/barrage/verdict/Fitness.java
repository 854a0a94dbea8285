package dev.barrage.verdict;

import dev.barrage.engine.io.ConnectFailedException;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.measure.Summary;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Validity;
import dev.barrage.verdict.Judgement.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the generator and its machine were fit to measure: each reason found is INVALID. What was
 * not measured breaks no rule.
 */
final class Fitness {
  private Fitness() {}

  static List<Reason> reasons(
      Plan plan, Measurement measurement, GeneratorHealth generator, Host host) {
    Validity limits = plan.criteria().validity();
    List<Reason> reasons = new ArrayList<>();
    sendLag(plan, measurement, reasons);
    over(
        reasons,
        "loop-stall",
        generator.loopStallMsMax(),
        limits.loopStall().toNanos() / 1e6,
        "an event loop of the generator stood still for %s ms, limit %s ms: what it measured then"
            + " is its own lateness; "
            + moreOfTheCpus(plan));
    over(
        reasons,
        "gc-pause",
        generator.gcPauseMsMax(),
        limits.gcPause().toNanos() / 1e6,
        "the generator's garbage collector paused it for %s ms, limit %s ms; give it more memory"
            + " (BARRAGE_JAVA_OPTS=-Xmx2g)");
    over(
        reasons,
        "steal",
        100 * host.stealRatio(),
        100 * limits.steal(),
        "the hypervisor took %s%% of this machine's CPU time away, limit %s%%; use a machine whose"
            + " CPUs are its own, or another hour");
    over(
        reasons,
        "clock-jump",
        generator.clockJumpMsMax(),
        limits.clockJump().toNanos() / 1e6,
        "this machine's clocks moved apart by %s ms, limit %s ms: it was suspended, or its time was"
            + " set");
    ownLimits(measurement, reasons);
    conservation(measurement.totals().counts(), reasons);
    notTakenUp(plan, measurement, reasons);
    return reasons;
  }

  /** Connections that the generator's own machine refused are no failures of the target. */
  private static void ownLimits(Measurement measurement, List<Reason> reasons) {
    for (Measurement.Failure failure : measurement.parts().errors()) {
      if (ConnectFailedException.isOwnLimit(failure.message())) {
        String told =
            Words.sentence(
                "the generator's own machine refused %s connections: %s",
                Words.number((double) failure.count()), failure.message());
        reasons.add(new Reason("own-limit", Verdict.INVALID, told, (double) failure.count(), 0));
        return;
      }
    }
  }

  private static void over(
      List<Reason> reasons, String rule, double value, double limit, String message) {
    if (value > limit) { // false for NaN: not measured
      String told = Words.sentence(message, Words.number(value), Words.number(limit));
      reasons.add(new Reason(rule, Verdict.INVALID, told, value, limit));
    }
  }

  /** Valid if within the absolute limit, or within its share of the latency measured. */
  private static void sendLag(Plan plan, Measurement measurement, List<Reason> reasons) {
    Validity limits = plan.criteria().validity();
    long samples = measurement.phases().sendLag().getTotalCount();
    if (samples == 0) {
      return;
    }
    double lagMs = p99Ms(measurement.phases().sendLag());
    double latencyMs =
        measurement.totals().latency().getTotalCount() == 0
            ? 0
            : p99Ms(measurement.totals().latency());
    double limitMs = Math.max(limits.sendLag().toNanos() / 1e6, limits.sendLagShare() * latencyMs);
    over(
        reasons,
        "send-lag",
        lagMs,
        limitMs,
        "the generator sent late: send lag p99 is %s ms, limit %s ms; offer less, or "
            + moreOfTheCpus(plan));
  }

  private static String moreOfTheCpus(Plan plan) {
    String advice = "leave the generator more of this machine's CPUs";
    return plan.bounds().loops().realTime()
        ? advice
        : advice + ", or let it go first by --real-time";
  }

  private static double p99Ms(org.HdrHistogram.Histogram histogram) {
    long rank = Summary.rank(99, histogram.getTotalCount());
    return Summary.valueAtRank(histogram, rank) / 1e6;
  }

  private static void conservation(Counts counts, List<Reason> reasons) {
    long ended = counts.ok() + counts.failed() + counts.unfinished();
    if (counts.started() != ended) {
      reasons.add(
          new Reason(
              "conservation",
              Verdict.INVALID,
              Words.sentence(
                  "%d requests were started but %d accounted for (ok, failed and unfinished): the"
                      + " generator lost count",
                  counts.started(), ended),
              ended,
              counts.started()));
    }
  }

  private static void notTakenUp(Plan plan, Measurement measurement, List<Reason> reasons) {
    Measurement.Iterations arrivals = measurement.iterations();
    long missing = arrivals.planned() - arrivals.started() - arrivals.dropped();
    if (plan.profile().load() instanceof Load.Open
        && missing > Judge.LOST_SHARE * arrivals.planned()) {
      double percent = 100.0 * missing / arrivals.planned();
      over(
          reasons,
          "arrivals-not-taken-up",
          percent,
          100 * Judge.LOST_SHARE,
          "the generator did not take up %s%% of the planned arrivals, limit %s%%");
    }
  }
}
