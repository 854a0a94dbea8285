package dev.barrage.report;

import dev.barrage.measure.Diagnosis;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.limit.LimitResult;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.monitor.target.Watched;
import dev.barrage.plan.Plan;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a finished run; {@code RunJson} writes it as {@code run.json}.
 *
 * @param hooks what was done before and after it
 * @param monitors what watched the target, and saw
 * @param dataEnded the feeder that ended the run
 * @param limit what the answers tell of the plan's rate limit
 * @param injections the failures put in the target's way
 * @param diagnosis the slowest requests, and what the plan broke down
 */
public record RunRecord(
    Plan plan,
    Measurement measurement,
    GeneratorHealth generator,
    Host host,
    Judgement judgement,
    List<HookResult> hooks,
    List<Watched> monitors,
    Optional<DataEnded> dataEnded,
    Optional<LimitResult> limit,
    List<InjectionResult> injections,
    Diagnosis diagnosis) {
  public RunRecord {
    injections = List.copyOf(injections);
    hooks = List.copyOf(hooks);
    monitors = List.copyOf(monitors);
  }

  /** Of a run around which nothing was done, and which nothing watched. */
  public RunRecord(
      Plan plan,
      Measurement measurement,
      GeneratorHealth generator,
      Host host,
      Judgement judgement) {
    this(
        plan,
        measurement,
        generator,
        host,
        judgement,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Diagnosis.NONE);
  }

  /** The same with what monitors saw. */
  public RunRecord withMonitors(List<Watched> seen) {
    return new RunRecord(
        plan,
        measurement,
        generator,
        host,
        judgement,
        hooks,
        seen,
        dataEnded,
        limit,
        injections,
        diagnosis);
  }

  /** The same, ended by a feeder. */
  public RunRecord withDataEnded(Optional<DataEnded> end) {
    return new RunRecord(
        plan,
        measurement,
        generator,
        host,
        judgement,
        hooks,
        monitors,
        end,
        limit,
        injections,
        diagnosis);
  }

  /** The same with what the answers tell of the plan's rate limit. */
  public RunRecord withLimit(Optional<LimitResult> found) {
    return new RunRecord(
        plan,
        measurement,
        generator,
        host,
        judgement,
        hooks,
        monitors,
        dataEnded,
        found,
        injections,
        diagnosis);
  }

  /** The same with where to look for a cause. */
  public RunRecord withDiagnosis(Diagnosis found) {
    return new RunRecord(
        plan,
        measurement,
        generator,
        host,
        judgement,
        hooks,
        monitors,
        dataEnded,
        limit,
        injections,
        found);
  }

  /** The same with what came of the hooks; each that failed after the run is a warning. */
  public RunRecord withHooks(List<HookResult> results) {
    List<Reason> warnings =
        results.stream()
            .filter(result -> !result.ok())
            .map(result ->
                new Reason(
                    "hook",
                    Verdict.WARN,
                    result.phase() + ": " + result.hook() + ": " + result.message(),
                    Double.NaN,
                    Double.NaN))
            .toList();
    Judgement judged = judgement.withReasons(warnings);
    return new RunRecord(
        plan,
        measurement,
        generator,
        host,
        judged,
        results,
        monitors,
        dataEnded,
        limit,
        injections,
        diagnosis);
  }

  /** The same with what came of the failures; each that was not made or undone is a warning. */
  public RunRecord withInjections(List<InjectionResult> results) {
    List<Reason> warnings =
        results.stream()
            .flatMap(result -> result.problem().stream())
            .map(problem ->
                new Reason(
                    "injection-failed", Verdict.WARN, "inject: " + problem, Double.NaN, Double.NaN))
            .toList();
    Judgement judged = judgement.withReasons(warnings);
    return new RunRecord(
        plan,
        measurement,
        generator,
        host,
        judged,
        hooks,
        monitors,
        dataEnded,
        limit,
        results,
        diagnosis);
  }

  /** The same of another plan: the one to show, without its secrets. */
  public RunRecord withPlan(Plan shown) {
    return new RunRecord(
        shown,
        measurement,
        generator,
        host,
        judgement,
        hooks,
        monitors,
        dataEnded,
        limit,
        injections,
        diagnosis);
  }
}
