package dev.barrage.verdict;

import dev.barrage.plan.Objective;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The verdict on a run, with every reason for it. */
public record Judgement(Verdict verdict, List<Reason> reasons, List<ObjectiveResult> objectives) {
  public Judgement {
    reasons = List.copyOf(reasons);
    objectives = List.copyOf(objectives);
  }

  /** The same with more reasons, which can make the verdict worse. */
  public Judgement withReasons(List<Reason> more) {
    List<Reason> all = new ArrayList<>(reasons);
    all.addAll(more);
    all.sort(Comparator.comparing(Reason::verdict).reversed());
    Verdict worst = Verdict.worst(all.stream().map(Reason::verdict).toList());
    return new Judgement(Verdict.worst(List.of(verdict, worst)), all, objectives);
  }

  /**
   * Why a run is INVALID, FAIL or WARN.
   *
   * @param rule stable name: {@code send-lag}, {@code loop-stall}, {@code objective}, {@code
   *     load-not-delivered} …
   * @param verdict what this reason alone leads to
   * @param message one sentence for people
   * @param value what was measured, in the unit the message names; NaN: none
   * @param limit what was allowed; NaN: none
   */
  public record Reason(String rule, Verdict verdict, String message, double value, double limit) {}

  /**
   * @param value measured, in the metric's unit; empty: not reached (a percentile among the
   *     requests that never got a good answer) or without samples
   * @param samples requests it rests on
   * @param interval how sure the value is, where that decides; empty: it is taken as it is
   */
  public record ObjectiveResult(
      Objective objective,
      OptionalDouble value,
      Verdict verdict,
      long samples,
      Optional<Interval> interval) {
    public ObjectiveResult(
        Objective objective, OptionalDouble value, Verdict verdict, long samples) {
      this(objective, value, verdict, samples, Optional.empty());
    }
  }

  /**
   * The 95% interval of a value, in the metric's unit.
   *
   * @param smallest difference that this run would have seen nine times out of ten
   * @param wantedS how long a measured window would tell the value from the objective's target
   */
  public record Interval(double low, double high, double smallest, double wantedS) {}
}
