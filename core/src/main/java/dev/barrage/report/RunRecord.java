package dev.barrage.report;

import dev.barrage.measure.Measurement;
import dev.barrage.monitor.GeneratorHealth;
import dev.barrage.monitor.Host;
import dev.barrage.plan.Masks;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Secrets;
import dev.barrage.verdict.Judgement;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a finished run; {@code RunJson} writes it as {@code run.json}.
 *
 * @param generator how fit it was
 * @param host where it ran
 * @param observed what was seen besides the requests themselves
 * @param interventions what was done around the run, and to its target meanwhile
 * @param dataEnded the feeder that ended the run
 */
public record RunRecord(
    Plan plan,
    Measurement measurement,
    GeneratorHealth generator,
    Host host,
    Judgement judgement,
    Observed observed,
    Interventions interventions,
    Optional<DataEnded> dataEnded) {
  /** The same with what came of the hooks; each that failed after the run is a warning. */
  public RunRecord withHooks(List<HookResult> results) {
    return new RunRecord(
        plan,
        measurement,
        generator,
        host,
        judgement.withReasons(results.stream().flatMap(one -> one.warning().stream()).toList()),
        observed,
        new Interventions(results, interventions.injections()),
        dataEnded);
  }

  /** The one to show: neither its plan nor an answer that repeats what was sent tells a secret. */
  public RunRecord withoutSecrets() {
    return new RunRecord(
        Secrets.mask(plan),
        measurement.withFailureTexts(new Masks(plan)::text),
        generator,
        host,
        judgement,
        observed,
        interventions,
        dataEnded);
  }
}
