package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The part of a run's report on commands and requests before and after the load. */
final class RunHooks {
  /** More than Barrage keeps of a hook: for records that others made. */
  private static final int OUTPUT_CHARS = 8_000;

  private RunHooks() {}

  /** Empty where the plan has none. */
  static String html(JsonNode run) {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode hook : Tree.list(run, "hooks")) {
      double tookS = Tree.number(hook, "took_s");
      rows.add(
          List.of(
              Cell.text(Tree.text(hook, "phase")),
              Cell.html("<code>" + Html.escape(Tree.text(hook, "hook")) + "</code>"),
              Cell.html(result(hook)),
              Cell.figure(Tree.shownCount(hook, "code"), Tree.number(hook, "code")),
              Cell.figure(Figures.seconds(tookS), tookS),
              Cell.html(output(Tree.text(hook, "output")))));
    }
    return rows.isEmpty()
        ? ""
        : Html.section(
            "hooks",
            "Before and after",
            "What the plan did around the load. Code: exit code of a command, status of a request.",
            Html.table(
                List.of(
                    Column.text("When"),
                    Column.text("Command or request"),
                    Column.text("What came of it"),
                    Column.number("Code"),
                    Column.number("Took"),
                    Column.text("Output")),
                rows));
  }

  private static String result(JsonNode hook) {
    String message = Html.escape(Tree.text(hook, "message"));
    return Tree.flag(hook, "ok") ? message : "<strong>failed</strong>: " + message;
  }

  private static String output(String text) {
    if (text.isBlank()) {
      return "";
    }
    boolean cut = text.length() > OUTPUT_CHARS;
    String shown = cut ? text.substring(0, OUTPUT_CHARS) : text;
    return "<details><summary>"
        + Figures.count(text.lines().count(), "line")
        + "</summary><pre>"
        + Html.escape(shown)
        + (cut ? "…" : "")
        + "</pre></details>";
  }
}
