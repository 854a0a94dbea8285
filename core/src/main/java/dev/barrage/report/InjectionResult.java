package dev.barrage.report;

import dev.barrage.measure.outage.CircuitTimes;
import dev.barrage.measure.outage.OutageEffect;
import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a failure that was injected. Times are seconds since the first planned arrival, as
 * those of the timeline.
 *
 * @param failure what made it, on one line
 * @param plannedS when it was to be made
 * @param fromS when that was done; empty: it was not made
 * @param untilS when what takes it away had been done, or the end of the time that it stays; empty:
 *     it was not made
 * @param made what came of making it; empty: the run was over before
 * @param undone what came of taking it away; empty: there was nothing to do
 * @param effects what it did to the requests that felt it
 */
public record InjectionResult(
    String failure,
    double plannedS,
    OptionalDouble fromS,
    OptionalDouble untilS,
    Optional<HookResult> made,
    Optional<HookResult> undone,
    List<OutageEffect> effects) {
  public InjectionResult {
    effects = List.copyOf(effects);
  }

  /** The same with what it did. */
  public InjectionResult withEffects(List<OutageEffect> seen) {
    return new InjectionResult(failure, plannedS, fromS, untilS, made, undone, seen);
  }

  /** Seconds from its making to the first fast refusal; NaN: there was none. */
  double opensAfterS(OutageEffect effect) {
    return Math.max(0, effect.refusedFastS() - fromS.orElse(Double.NaN));
  }

  /** Seconds from its end to the first good answer; NaN: there was none. */
  double closesAfterS(OutageEffect effect) {
    return Math.max(0, effect.goodAgainS() - untilS.orElse(Double.NaN));
  }

  /**
   * How soon the target's circuit opened and closed, for each request that felt the failure.
   *
   * @param endS when the measured window ended
   */
  public List<CircuitTimes> circuits(double endS) {
    double from = fromS.orElse(Double.NaN);
    double until = untilS.orElse(Double.NaN);
    return effects.stream()
        .map(effect ->
            new CircuitTimes(
                effect.request(),
                opensAfterS(effect),
                Math.min(until, endS) - from,
                closesAfterS(effect),
                endS - until))
        .toList();
  }

  /** What went wrong with it, in one sentence. */
  public Optional<String> problem() {
    if (made.isEmpty()) {
      return Optional.of(failure + ": was not done: the run was over before its time");
    }
    return made.filter(result -> !result.ok())
        .or(() -> undone.filter(result -> !result.ok()))
        .map(result -> result.hook() + ": " + result.message());
  }

  /** What a run is warned of, where it was not made or undone. */
  public Optional<Reason> warning() {
    return problem()
        .map(problem ->
            new Reason(
                "injection-failed", Verdict.WARN, "inject: " + problem, Double.NaN, Double.NaN));
  }
}
