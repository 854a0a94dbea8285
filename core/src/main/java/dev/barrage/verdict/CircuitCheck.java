package dev.barrage.verdict;

import dev.barrage.measure.outage.CircuitTimes;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Objective.Metric.CourseFigure;
import dev.barrage.plan.Plan;
import dev.barrage.verdict.Judgement.ObjectiveResult;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Holds objectives against the circuits of injected failures: the slowest of them decides. */
final class CircuitCheck {
  private CircuitCheck() {}

  static ObjectiveResult check(
      Objective objective, CourseFigure figure, Plan plan, List<CircuitTimes> circuits) {
    List<CircuitTimes> asked = circuits.stream().filter(one -> isOf(one, objective, plan)).toList();
    boolean opens = figure == CourseFigure.CIRCUIT_OPENS;
    ToDoubleFunction<CircuitTimes> time = opens ? CircuitTimes::opensS : CircuitTimes::closesS;
    ToDoubleFunction<CircuitTimes> watched = opens ? CircuitTimes::brokenS : CircuitTimes::mendedS;
    double allowedS = objective.critical().orElse(objective.target()) / 1e6;
    boolean unseen = asked.stream().anyMatch(one -> Double.isNaN(time.applyAsDouble(one)));
    boolean late =
        asked.stream()
            .anyMatch(one ->
                Double.isNaN(time.applyAsDouble(one)) && watched.applyAsDouble(one) > allowedS);
    OptionalDouble slowest =
        asked.stream().mapToDouble(time).filter(s -> !Double.isNaN(s)).max().stream()
            .map(s -> s * 1e6)
            .findFirst();
    Verdict seen = slowest.isEmpty() ? Verdict.PASS : ObjectiveCheck.verdict(objective, slowest);
    if (late || seen == Verdict.FAIL) {
      return new ObjectiveResult(
          objective, late ? OptionalDouble.empty() : slowest, Verdict.FAIL, asked.size());
    }
    return unseen || asked.isEmpty()
        ? new ObjectiveResult(objective, OptionalDouble.empty(), Verdict.INCONCLUSIVE, asked.size())
        : new ObjectiveResult(objective, slowest, seen, asked.size());
  }

  private static boolean isOf(CircuitTimes circuit, Objective objective, Plan plan) {
    Set<String> ofUser = objective.user().map(plan::requestsOf).orElse(Set.of());
    return objective.request().map(circuit.request()::equals).orElse(true)
        && (objective.user().isEmpty() || ofUser.contains(circuit.request()));
  }
}
