package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The part of a run's report on failures that were put in the target's way. */
final class RunInjections {
  private RunInjections() {}

  /** Empty where nothing was injected. */
  static String html(JsonNode run) {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode injection : Tree.list(run, "injections")) {
      String problem = Tree.text(injection, "problem");
      rows.add(
          List.of(
              Cell.text(Tree.text(injection, "failure")),
              seconds(injection, "planned_s"),
              seconds(injection, "from_s"),
              seconds(injection, "until_s"),
              Cell.text(problem.isEmpty() ? "made" : problem)));
    }
    return rows.isEmpty()
        ? ""
        : Html.section(
            "injections",
            "Failures injected",
            "Seconds since the first planned arrival, as in the charts, which show them as bands.",
            Html.table(
                List.of(
                    Column.text("Failure"),
                    Column.number("Planned"),
                    Column.number("From"),
                    Column.number("Until"),
                    Column.text("What came of it")),
                rows));
  }

  private static Cell seconds(JsonNode injection, String name) {
    double value = Tree.number(injection, name);
    return Cell.figure(Double.isNaN(value) ? Figures.NONE : Figures.seconds(value), value);
  }
}
