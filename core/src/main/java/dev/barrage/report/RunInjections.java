package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The part of a run's report on failures that were put in the target's way. */
final class RunInjections {
  private static final List<Column> FAILURES =
      List.of(
          Column.text("Failure"),
          Column.wideNumber("Planned"),
          Column.number("From"),
          Column.number("Until"),
          Column.text("What came of it"));

  private static final List<Column> EFFECTS =
      List.of(
          Column.text("Request"),
          Column.wide("Failure"),
          Column.wideNumber("Good"),
          Column.wideNumber("Refused"),
          Column.wideNumber("Other 5xx"),
          Column.wideNumber("Lost"),
          Column.number("Opened after"),
          Column.number("Closed after"));

  private RunInjections() {}

  /** Empty where nothing was injected. */
  static String html(JsonNode run) {
    List<List<Cell>> failures = new ArrayList<>();
    List<List<Cell>> effects = new ArrayList<>();
    for (JsonNode injection : Tree.list(run, "injections")) {
      failures.add(failure(injection));
      Tree.list(injection, "requests").forEach(felt -> effects.add(effect(injection, felt)));
    }
    return failures.isEmpty()
        ? ""
        : Html.section(
            "injections",
            "Failures injected",
            "Seconds since the first planned arrival, as in the charts, which show them as bands.",
            Html.table(FAILURES, failures) + effects(effects));
  }

  private static List<Cell> failure(JsonNode injection) {
    String problem = Tree.text(injection, "problem");
    return List.of(
        Cell.text(Tree.text(injection, "failure")),
        seconds(injection, "planned_s"),
        seconds(injection, "from_s"),
        seconds(injection, "until_s"),
        Cell.text(problem.isEmpty() ? "made" : problem));
  }

  private static String effects(List<List<Cell>> effects) {
    return effects.isEmpty()
        ? ""
        : "<p class=\"note between\">What requests were answered meanwhile. A circuit has opened"
            + " with the first fast refusal after the failure was made, and closed with the first"
            + " good answer after it was taken away.</p>"
            + Html.table(EFFECTS, effects);
  }

  private static List<Cell> effect(JsonNode injection, JsonNode felt) {
    return List.of(
        Cell.text(Tree.text(felt, "name")),
        Cell.text(Tree.text(injection, "failure")),
        count(felt, "good"),
        count(felt, "refused"),
        count(felt, "other_errors"),
        count(felt, "lost"),
        delay(felt, "opens_after_s"),
        delay(felt, "closes_after_s"));
  }

  private static Cell count(JsonNode felt, String name) {
    return Cell.figure(Tree.shownCount(felt, name), Tree.number(felt, name));
  }

  private static Cell seconds(JsonNode json, String name) {
    double value = Tree.number(json, name);
    return Cell.figure(Double.isNaN(value) ? Figures.NONE : Figures.seconds(value), value);
  }

  /** As the objectives on circuits show it. */
  private static Cell delay(JsonNode json, String name) {
    double value = Tree.number(json, name);
    return Cell.figure(Double.isNaN(value) ? Figures.NONE : Figures.us(value * 1e6), value);
  }
}
