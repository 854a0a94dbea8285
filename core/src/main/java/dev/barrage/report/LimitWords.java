package dev.barrage.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a run tells of a rate limit, in sentences: for the console and the report. */
final class LimitWords {
  /** What fields about the limit can be wrong in, by its name in {@code run.json}. */
  private static final Map<String, String> WRONG =
      Map.of(
          "limit_wrong", "another limit",
          "remaining_wrong", "requests remaining that were not",
          "window_wrong", "another window",
          "malformed", "what cannot be read");

  private LimitWords() {}

  /**
   * @param limit {@code rate_limit} of {@code run.json}
   */
  static List<String> lines(JsonNode limit) {
    List<String> lines = new ArrayList<>();
    lines.add(answers(limit));
    if (Tree.count(limit, "refused") > 0) {
      lines.add(rate(limit));
      lines.add(edges(limit));
    }
    if (isKnown(limit, "retry_after_ratio")) {
      lines.add(retryAfter(limit));
    }
    if (isKnown(limit, "reset_true_ratio")) {
      lines.add(
          ("after the reset that refusals told, " + share(limit, "reset_true_ratio"))
              + " of tries were admitted");
    }
    WRONG.keySet().stream()
        .sorted()
        .filter(name -> Tree.count(limit, name) > 0)
        .map(name -> Figures.count(Tree.count(limit, name), "answer") + " told " + WRONG.get(name))
        .forEach(lines::add);
    if (Tree.count(limit, "lost") > 0) {
      String lost = Figures.count(Tree.count(limit, "lost"), "answer");
      lines.add(lost + " beyond what is kept were not looked at");
    }
    lines.removeIf(String::isEmpty);
    return lines;
  }

  private static String answers(JsonNode limit) {
    long clients = Tree.count(limit, "clients");
    return ("admitted " + Tree.shownCount(limit, "admitted"))
        + (" of " + Tree.shownCount(limit, "answers"))
        + (", refused " + Tree.shownCount(limit, "refused"))
        + (clients > 1 ? " of " + Figures.count(clients) + " clients" : "")
        + (isKnown(limit, "first_refused_s")
            ? "; first refusal at " + seconds(limit, "first_refused_s")
            : "");
  }

  private static String rate(JsonNode limit) {
    if (!isKnown(limit, "admitted_per_s")) {
      return "the run ended within a window of the first refusal: too short to tell what it admits";
    }
    String interval =
        isKnown(limit, "admitted_low_per_s")
            ? (" (95%: " + perSecond(limit, "admitted_low_per_s"))
                + (" to " + perSecond(limit, "admitted_high_per_s") + ")")
            : "";
    String configured =
        isKnown(limit, "expected_per_s")
            ? ", configured " + perSecond(limit, "expected_per_s")
            : "";
    return ("lets through " + perSecond(limit, "admitted_per_s") + interval + configured)
        + ("; " + perSecond(limit, "offered_per_s") + " offered");
  }

  private static String edges(JsonNode limit) {
    List<String> told = new ArrayList<>();
    if (isKnown(limit, "recovery_s")) {
      told.add("recovers in at most " + seconds(limit, "recovery_s"));
    }
    if (isKnown(limit, "overshoot_ratio")) {
      String most = Figures.percent(1 + Tree.number(limit, "overshoot_ratio"));
      String burst = Tree.flag(limit, "double_burst") ? " (bursts at a window's edge)" : "";
      told.add("most within one window " + most + " of it" + burst);
    }
    if (isKnown(limit, "fairness")) {
      told.add("fairness " + Figures.number(Tree.number(limit, "fairness")));
    }
    return String.join("; ", told);
  }

  private static String retryAfter(JsonNode limit) {
    String held =
        isKnown(limit, "retry_after_true_ratio")
            ? "; " + share(limit, "retry_after_true_ratio") + " of tries after it were admitted"
            : ", which nobody waited for";
    return "Retry-After on " + share(limit, "retry_after_ratio") + " of refusals" + held;
  }

  private static boolean isKnown(JsonNode limit, String name) {
    return !Double.isNaN(Tree.number(limit, name));
  }

  private static String perSecond(JsonNode limit, String name) {
    return Figures.perSecond(Tree.number(limit, name));
  }

  private static String seconds(JsonNode limit, String name) {
    return Figures.seconds(Tree.number(limit, name));
  }

  private static String share(JsonNode limit, String name) {
    return Figures.percent(Tree.number(limit, name));
  }
}
