package dev.barrage.report;

import static dev.barrage.report.JsonValues.number;

import dev.barrage.measure.outage.OutageEffect;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Failures that were injected, as {@code injections} of {@code run.json}. */
final class InjectionsJson {
  private InjectionsJson() {}

  /** Nothing where nothing was injected. */
  static void write(ObjectNode run, List<InjectionResult> injections) {
    if (injections.isEmpty()) {
      return;
    }
    ArrayNode json = run.putArray("injections");
    for (InjectionResult injection : injections) {
      ObjectNode one = json.addObject();
      one.put("failure", injection.failure());
      one.put("planned_s", injection.plannedS());
      number(one, "from_s", injection.fromS());
      number(one, "until_s", injection.untilS());
      one.put("ok", injection.problem().isEmpty());
      injection.problem().ifPresent(problem -> one.put("problem", problem));
      hook(one, "made", injection.made());
      hook(one, "undone", injection.undone());
      ArrayNode requests = one.putArray("requests");
      injection.effects().forEach(effect -> effect(requests.addObject(), injection, effect));
    }
  }

  private static void effect(ObjectNode json, InjectionResult injection, OutageEffect effect) {
    json.put("name", effect.request());
    json.put("good", effect.good());
    json.put("refused", effect.refused());
    json.put("other_errors", effect.otherErrors());
    json.put("lost", effect.lost());
    json.put("longest_failure_s", effect.longestFailureS());
    number(json, "first_failure_s", effect.firstFailureS());
    number(json, "refused_fast_s", effect.refusedFastS());
    number(json, "good_again_s", effect.goodAgainS());
    number(json, "opens_after_s", injection.opensAfterS(effect));
    number(json, "closes_after_s", injection.closesAfterS(effect));
  }

  private static void hook(ObjectNode json, String name, Optional<HookResult> result) {
    result.ifPresentOrElse(hook -> write(json.putObject(name), hook), () -> json.putNull(name));
  }

  static void write(ObjectNode json, HookResult hook) {
    json.put("phase", hook.phase());
    json.put("hook", hook.hook());
    json.put("ok", hook.ok());
    json.put("code", hook.code().isPresent() ? hook.code().getAsInt() : null);
    json.put("message", hook.message());
    json.put("took_s", hook.took().toMillis() / 1e3);
    json.put("output", hook.output());
  }
}
