package dev.barrage.report;

import dev.barrage.plan.Objective;
import dev.barrage.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An entry of {@code objectives[]} in words. */
final class ObjectiveWords {
  private ObjectiveWords() {}

  /** As the user wrote it, which says what request, group or user it is about. */
  static String name(JsonNode objective) {
    return Tree.text(objective, "text");
  }

  /** {@code 312 ms}, {@code not reached}, {@code no samples}. */
  static String measured(JsonNode objective) {
    double value = Tree.number(objective, "value");
    if (Double.isNaN(value)) {
      return Tree.count(objective, "samples") == 0 ? "no samples" : "not reached";
    }
    return Figures.value(value, Tree.text(objective, "unit"));
  }

  /** Those that were not judged by the reason: {@code no monitor gateway: gateway cpu < 50%, …}. */
  static List<String> notJudged(Plan plan) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (Objective one : plan.criteria().objectives()) {
      plan.unknown(one).ifPresent(why -> texts(byReason, why).add(one.text()));
    }
    return sentences(byReason);
  }

  /** As {@link #notJudged(Plan)}, of a record. */
  static List<String> notJudged(JsonNode run) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (JsonNode one : Tree.list(run, "not_judged")) {
      texts(byReason, Tree.text(one, "why")).add(Tree.text(one, "text"));
    }
    return sentences(byReason);
  }

  private static List<String> texts(Map<String, List<String>> byReason, String why) {
    return byReason.computeIfAbsent(why, key -> new ArrayList<>());
  }

  private static List<String> sentences(Map<String, List<String>> byReason) {
    return byReason.entrySet().stream()
        .map(e -> e.getKey() + ": " + String.join(", ", e.getValue()).replace(" if known", ""))
        .toList();
  }

  static String target(JsonNode objective) {
    return Figures.limit(Tree.number(objective, "target"), Tree.text(objective, "unit"));
  }

  static String critical(JsonNode objective) {
    return Figures.limit(Tree.number(objective, "critical"), Tree.text(objective, "unit"));
  }

  /** {@code target 200 ms, critical 500 ms, 15,000 samples}. */
  static String bounds(JsonNode objective) {
    boolean two = !Double.isNaN(Tree.number(objective, "critical"));
    return "target "
        + target(objective)
        + (two ? ", critical " + critical(objective) : "")
        + ", "
        + Figures.count(Tree.count(objective, "samples"), "sample");
  }
}
