package dev.barrage.report;

import dev.barrage.measure.Measurement;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.plan.Plan;
import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.util.List;

/**
 * All that is known of a finished run; {@code RunJson} writes it as {@code run.json}.
 *
 * @param hooks what was done before and after it
 */
public record RunRecord(
    Plan plan,
    Measurement measurement,
    GeneratorHealth generator,
    Host host,
    Judgement judgement,
    List<HookResult> hooks) {
  public RunRecord {
    hooks = List.copyOf(hooks);
  }

  /** Of a run around which nothing was done. */
  public RunRecord(
      Plan plan,
      Measurement measurement,
      GeneratorHealth generator,
      Host host,
      Judgement judgement) {
    this(plan, measurement, generator, host, judgement, List.of());
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
    return new RunRecord(
        plan, measurement, generator, host, judgement.withReasons(warnings), results);
  }

  /** The same of another plan: the one to show, without its secrets. */
  public RunRecord withPlan(Plan shown) {
    return new RunRecord(shown, measurement, generator, host, judgement, hooks);
  }
}
