package dev.barrage.report;

import static dev.barrage.report.JsonValues.number;

import dev.barrage.measure.Aborted;
import dev.barrage.plan.AbortRule;
import dev.barrage.plan.Objective;
import dev.barrage.plan.Plan;
import dev.barrage.verdict.Judgement;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Why a verdict is what it is, as {@code reasons}, {@code objectives} and {@code aborted}. */
final class JudgementJson {
  private JudgementJson() {}

  static void reasons(ArrayNode json, Judgement judgement) {
    for (Judgement.Reason reason : judgement.reasons()) {
      ObjectNode one = json.addObject();
      one.put("rule", reason.rule());
      one.put("verdict", reason.verdict().name());
      one.put("message", reason.message());
      number(one, "value", reason.value());
      number(one, "limit", reason.limit());
    }
  }

  static void objectives(ArrayNode json, Judgement judgement) {
    for (Judgement.ObjectiveResult result : judgement.objectives()) {
      Objective objective = result.objective();
      ObjectNode one = json.addObject();
      one.put("text", objective.text());
      one.put("metric", objective.metric().label());
      objective.request().ifPresent(name -> one.put("request", name));
      objective.user().ifPresent(name -> one.put("user", name));
      number(one, "value", result.value());
      one.put("unit", objective.metric().unit());
      number(one, "target", objective.target());
      number(one, "critical", objective.critical());
      one.put("verdict", result.verdict().name());
      one.put("samples", result.samples());
      result
          .interval()
          .ifPresent(interval -> {
            number(one, "low", interval.low());
            number(one, "high", interval.high());
            number(one, "smallest", interval.smallest());
            number(one, "wanted_s", interval.wantedS());
          });
    }
  }

  static void aborted(ObjectNode json, Aborted aborted) {
    AbortRule rule = aborted.rule();
    json.put("text", rule.text());
    json.put("metric", rule.metric().label());
    number(json, "value", aborted.value());
    json.put("unit", rule.metric().unit());
    json.put("limit", rule.limit());
    json.put("window_s", rule.window().toSeconds());
    json.put("t_s", aborted.tS());
  }

  /**
   * {@code not_judged[]}: objectives {@code if known} that nothing in the plan tells are said,
   * never silently left out. Absent where all was judged.
   */
  static void notJudged(ObjectNode json, Plan plan) {
    for (Objective objective : plan.criteria().objectives()) {
      plan.unknown(objective)
          .ifPresent(why ->
              json.withArray("/not_judged")
                  .addObject()
                  .put("text", objective.text())
                  .put("why", why));
    }
  }
}
