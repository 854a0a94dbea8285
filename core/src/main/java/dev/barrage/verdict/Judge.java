package dev.barrage.verdict;

import dev.barrage.measure.Aborted;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.limit.LimitResult;
import dev.barrage.measure.outage.CircuitTimes;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Load;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Objective.Metric;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Step;
import dev.barrage.plan.Steps;
import dev.barrage.plan.User;
import dev.barrage.plan.Wait;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import dev.barrage.verdict.Judgement.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The verdict on a run.
 *
 * <p>Rules by name: {@code send-lag}, {@code loop-stall}, {@code gc-pause}, {@code steal}, {@code
 * clock-jump}, {@code conservation}, {@code arrivals-not-taken-up} (INVALID: the generator or its
 * machine is to blame); {@code load-not-delivered}, {@code nothing-ok}, {@code objective} (the
 * target is, or the plan's bounds); {@code target-down} (see {@link DownTime}: FAIL where it lasted
 * to the end, else WARN); {@code aborted} (a rule of the plan ended the run: FAIL); {@code
 * rate-capped} (the ceiling on the rate clipped the plan: WARN); {@code monitor-missing} (INVALID:
 * an objective on a monitor that saw nothing); {@code generator-failed} (INVALID: a defect ended
 * the run; added by whoever ran it); {@code generator-saturated} (a closed model without waits that
 * used its generator up: WARN, or INVALID where that may be why an objective failed).
 */
public final class Judge {
  /** Share of planned arrivals that may be lost before the load counts as not delivered. */
  static final double LOST_SHARE = 0.001;

  /** Busy share of a loop from which on it counts as being at its ceiling. */
  static final double CEILING = 0.95;

  private Judge() {}

  /** The verdict on a run without monitors. */
  public static Judgement judge(
      Plan plan, Measurement measurement, GeneratorHealth generator, Host host) {
    return judge(plan, measurement, generator, host, List.of(), Optional.empty(), List.of());
  }

  /**
   * The verdict.
   *
   * @param monitors what the plan's monitors saw
   * @param limit what the answers tell of the plan's rate limit
   * @param circuits how injected failures were felt
   */
  public static Judgement judge(
      Plan plan,
      Measurement measurement,
      GeneratorHealth generator,
      Host host,
      List<Watched> monitors,
      Optional<LimitResult> limit,
      List<CircuitTimes> circuits) {
    List<Reason> reasons = new ArrayList<>(Fitness.reasons(plan, measurement, generator, host));
    boolean fit = reasons.isEmpty();
    measurement.period().aborted().ifPresent(aborted -> reasons.add(aborted(aborted)));
    capped(plan, measurement, reasons);
    if (fit) {
      loadNotDelivered(plan, measurement, reasons);
      DownTime.reason(plan, measurement).ifPresent(reasons::add);
    }
    if (measurement.totals().counts().ok() == 0) {
      reasons.add(nothingOk(measurement));
    }
    List<ObjectiveResult> results = objectives(plan, measurement, monitors, limit, circuits);
    limit.ifPresent(found -> LimitCheck.addReasons(plan, found, reasons));
    results.forEach(result -> addReason(result, limit, reasons));
    if (isClosedWithoutWaits(plan) && generator.cpuBusy() >= CEILING) {
      reasons.add(saturated(plan, measurement, generator, results));
    }
    measurement.parts().scriptFailures().stream()
        .findFirst()
        .ifPresent(f -> reasons.add(threw(f, measurement)));
    reasons.sort(Comparator.comparing(Reason::verdict).reversed());
    return new Judgement(
        Verdict.worst(reasons.stream().map(Reason::verdict).toList()), reasons, results);
  }

  private static void loadNotDelivered(Plan plan, Measurement measurement, List<Reason> reasons) {
    long planned = measurement.iterations().planned();
    long dropped = measurement.iterations().dropped();
    if (plan.profile().load() instanceof Load.Open && dropped > LOST_SHARE * planned) {
      double percent = 100.0 * dropped / planned;
      reasons.add(
          new Reason(
              "load-not-delivered",
              Verdict.FAIL,
              Words.sentence(
                  "%d of %d planned arrivals (%s%%) were dropped, more than %s%% allowed: the"
                      + " target answered too slowly for %d requests in flight",
                  dropped,
                  planned,
                  Words.number(percent),
                  Words.number(100 * LOST_SHARE),
                  plan.bounds().maxInFlight()),
              percent,
              100 * LOST_SHARE));
    }
  }

  private static Reason aborted(Aborted aborted) {
    String unit = aborted.rule().metric().unit();
    return new Reason(
        "aborted",
        Verdict.FAIL,
        Words.aborted(aborted),
        Words.shown(aborted.value(), unit),
        Words.shown(aborted.rule().limit(), unit));
  }

  /** A plan that was not offered as written must not look as if it had been. */
  private static void capped(Plan plan, Measurement measurement, List<Reason> reasons) {
    long clipped = measurement.capped().clipped();
    if (clipped > 0) {
      long asked = clipped + measurement.iterations().planned();
      double maxPerS = plan.bounds().maxRate().map(Rate::perSecond).orElse(Double.NaN);
      double percent = 100.0 * clipped / asked;
      reasons.add(
          new Reason(
              "rate-capped",
              Verdict.WARN,
              Words.sentence(
                  "%d of %d arrivals of the plan (%s%%) were not offered: max rate is %s/s",
                  clipped, asked, Words.number(percent), Words.number(maxPerS)),
              percent,
              0));
    }
  }

  /** No fault of the target's, but load that the plan meant to offer was not. */
  private static Reason threw(Measurement.ScriptFailure first, Measurement measurement) {
    long count =
        measurement.parts().scriptFailures().stream()
            .mapToLong(Measurement.ScriptFailure::count)
            .sum();
    return new Reason(
        "script-failed",
        Verdict.WARN,
        Words.sentence(
            "%d iterations ended by what a script threw, the first by %s in %s; its stack trace is"
                + " in script-errors.log",
            count, first.message(), first.script()),
        count,
        0);
  }

  private static Reason nothingOk(Measurement measurement) {
    long started = measurement.totals().counts().started();
    String message =
        started == 0
            ? "no request was started in the measured window"
            : Words.sentence("not one of %d requests got a good answer", started);
    return new Reason("nothing-ok", Verdict.FAIL, message, 0, 1);
  }

  private static List<ObjectiveResult> objectives(
      Plan plan,
      Measurement measurement,
      List<Watched> monitors,
      Optional<LimitResult> limit,
      List<CircuitTimes> circuits) {
    MonitorCheck onMonitors = new MonitorCheck(plan, measurement, monitors);
    return plan.judged().stream()
        .map(one ->
            switch (one.metric()) {
              case Metric.Monitored metric -> onMonitors.check(one, metric);
              case Metric.Limited metric -> LimitCheck.check(one, metric, limit);
              case Metric.Course metric ->
                  CourseCheck.check(one, metric, plan, measurement, circuits);
              case Metric.Percentile p -> ObjectiveCheck.check(one, plan, measurement);
              case Metric.Mean m -> ObjectiveCheck.check(one, plan, measurement);
              case Metric.ErrorRate e -> ObjectiveCheck.check(one, plan, measurement);
              case Metric.Throughput t -> ObjectiveCheck.check(one, plan, measurement);
              case Metric.GatewayErrors e -> ObjectiveCheck.check(one, plan, measurement);
              case Metric.Unanswered u -> ObjectiveCheck.check(one, plan, measurement);
            })
        .toList();
  }

  private static void addReason(
      ObjectiveResult result, Optional<LimitResult> found, List<Reason> reasons) {
    if (result.verdict() != Verdict.PASS) {
      Objective objective = result.objective();
      boolean warns = result.verdict() == Verdict.WARN || objective.critical().isEmpty();
      double limit = warns ? objective.target() : objective.critical().getAsDouble();
      String unit = objective.metric().unit();
      reasons.add(
          new Reason(
              result.verdict() == Verdict.INVALID ? "monitor-missing" : "objective",
              result.verdict(),
              objective.metric() instanceof Metric.Limited limited && result.value().isEmpty()
                  ? Words.notKnown(objective, limit, LimitCheck.unknown(limited, found))
                  : Words.objective(result, limit),
              Words.shown(result.value().orElse(Double.NaN), unit),
              Words.shown(limit, unit)));
    }
  }

  private static boolean isClosedWithoutWaits(Plan plan) {
    return plan.profile().load() instanceof Load.Closed
        && plan.users().stream().allMatch(Judge::isWithoutWaits);
  }

  private static boolean isWithoutWaits(User user) {
    return user.waits() instanceof Wait.None
        && Steps.of(user).noneMatch(step -> step instanceof Step.Pause);
  }

  private static Reason saturated(
      Plan plan,
      Measurement measurement,
      GeneratorHealth generator,
      List<ObjectiveResult> results) {
    boolean toBlame =
        results.stream()
            .filter(result -> result.verdict() == Verdict.FAIL)
            .anyMatch(result -> ObjectiveCheck.mayBeTheGenerators(result, plan, measurement));
    double percent = 100 * generator.cpuBusy();
    String message =
        Words.sentence(
            "the busiest event loop used %s%% of its CPU, limit %s%%: the generator was at its"
                + " ceiling, and the target may be faster than measured",
            Words.number(percent), Words.number(100 * CEILING));
    return new Reason(
        "generator-saturated",
        toBlame ? Verdict.INVALID : Verdict.WARN,
        toBlame ? message + "; the failed objective may be the generator's doing" : message,
        percent,
        100 * CEILING);
  }
}
