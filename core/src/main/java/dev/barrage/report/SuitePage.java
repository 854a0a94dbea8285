package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import dev.barrage.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A suite's report: the verdict and why, each scenario over its repetitions, what had to hold, and
 * links to the runs. Made of {@code suite.json}. Pure.
 */
public final class SuitePage {
  private static final int REASONS_SHOWN = 20;

  private final SuiteRecord suite;
  private final JsonNode json;

  private SuitePage(SuiteRecord suite) {
    this.suite = suite;
    this.json = SuiteJson.tree(suite);
  }

  /** One HTML file beside the runs' directories. */
  public static String html(SuiteRecord suite) {
    SuitePage page = new SuitePage(suite);
    String began = Figures.time(Tree.text(page.json, "started_at"));
    String below =
        "<time>" + Html.escape(began) + "</time> · " + Html.escape(SuiteText.runs(suite));
    return HtmlReport.page(
        suite.name(),
        HtmlReport.header(suite.name(), below)
            + "<main>\n"
            + page.verdict()
            + page.scenarios()
            + page.objectives()
            + page.runs()
            + "</main>\n<footer>Made by Barrage from <code>"
            + SuiteJson.SCHEMA
            + "</code>. Figures are means over the repetitions, of all answers; below them the "
            + "least and the greatest.</footer>\n");
  }

  private String verdict() {
    List<String> reasons = SuiteText.reasons(suite);
    StringBuilder html = new StringBuilder();
    html.append("<section class=\"card verdict v-" + suite.verdict() + "\">");
    html.append("<p class=\"badge\">" + suite.verdict() + "</p><div>");
    html.append("<p class=\"sentence\">" + Html.escape(SuiteText.sentence(suite)) + "</p>");
    if (!reasons.isEmpty()) {
      html.append("<ul>");
      reasons.stream()
          .limit(REASONS_SHOWN)
          .forEach(reason -> html.append("<li>" + Html.escape(reason) + "</li>\n"));
      html.append("</ul>");
      if (reasons.size() > REASONS_SHOWN) {
        html.append("<p>… and " + (reasons.size() - REASONS_SHOWN) + " more, in the runs.</p>");
      }
    }
    return html.append("</div></section>\n").toString();
  }

  private String scenarios() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode one : Tree.list(json, "scenarios")) {
      JsonNode latency = Tree.at(one, "latency_us");
      rows.add(
          List.of(
              pill(Tree.text(one, "verdict")),
              Cell.text(Tree.text(one, "name")),
              range(Tree.at(one, "ok_per_s"), Figures::perSecond),
              range(Tree.at(one, "error_ratio"), Figures::percent),
              range(Tree.at(latency, "p50"), Figures::us),
              range(Tree.at(latency, "p95"), Figures::us),
              range(Tree.at(latency, "p99"), Figures::us)));
    }
    return Html.section("scenarios", "Scenarios", "", Html.table(columns("Scenario"), rows));
  }

  private interface Unit {
    String of(double value);
  }

  /** The mean, and below it, where there is room, least and greatest if they differ. */
  private static Cell range(JsonNode range, Unit unit) {
    double mean = Tree.number(range, "mean");
    if (Double.isNaN(mean)) {
      return Cell.text(Figures.NONE);
    }
    String least = unit.of(Tree.number(range, "min"));
    String greatest = unit.of(Tree.number(range, "max"));
    String ends =
        least.equals(greatest)
            ? ""
            : "<small class=\"wide\"><br>"
                + Html.escape(least)
                + " – "
                + Html.escape(greatest)
                + "</small>";
    return new Cell(Html.escape(unit.of(mean)) + ends, Double.toString(mean));
  }

  /** Each objective as its worst repetition met it. */
  private String objectives() {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode objective : Tree.list(json, "objectives")) {
      rows.add(
          List.of(
              pill(Tree.text(objective, "verdict")),
              Cell.text(Tree.text(objective, "scenario")),
              Cell.text(ObjectiveWords.name(objective)),
              Cell.text(ObjectiveWords.measured(objective))));
    }
    List<Column> columns =
        List.of(
            Column.text("Verdict"),
            Column.text("Scenario"),
            Column.text("Objective"),
            Column.number("Worst"));
    return rows.isEmpty()
        ? ""
        : Html.section(
            "objectives",
            "Objectives",
            "As the worst repetition of each scenario met them.",
            Html.table(columns, rows) + notJudged());
  }

  private String notJudged() {
    StringBuilder html = new StringBuilder();
    for (String scenario : suite.scenarios()) {
      for (String sentence : ObjectiveWords.notJudged(suite.of(scenario).getFirst().run())) {
        String told = "Not judged of " + scenario + ", " + sentence;
        html.append("<p class=\"note below\">" + Html.escape(told) + "</p>");
      }
    }
    return html.toString();
  }

  private String runs() {
    List<List<Cell>> rows = suite.runs().stream().map(SuitePage::run).toList();
    return Html.section("runs", "Runs", "", Html.table(columns("Run"), rows));
  }

  private static List<Column> columns(String first) {
    return List.of(
        Column.text("Verdict"),
        Column.text(first),
        Column.number("ok/s"),
        Column.number("Errors"),
        Column.wideNumber("p50"),
        Column.number("p95"),
        Column.wideNumber("p99"));
  }

  private static List<Cell> run(SuiteRecord.Part part) {
    String link =
        "<a href=\""
            + Html.escape(part.directory() + "/" + HtmlReport.FILE_NAME)
            + "\">"
            + Html.escape(SuiteJson.title(part))
            + "</a>";
    JsonNode latency = Tree.at(part.run(), "latency_us");
    return List.of(
        pill(part.verdict().name()),
        Cell.html(link),
        figure(Tree.number(part.run(), "ok_per_s"), Figures::perSecond),
        figure(SuiteJson.errorRatio(part), Figures::percent),
        figure(Tree.number(latency, "p50"), Figures::us),
        figure(Tree.number(latency, "p95"), Figures::us),
        figure(Tree.number(latency, "p99"), Figures::us));
  }

  private static Cell figure(double value, Unit unit) {
    return Cell.figure(unit.of(value), value);
  }

  private static Cell pill(String verdict) {
    String known = Verdict.valueOf(verdict).name();
    return Cell.html("<span class=\"pill v-" + known + "\">" + known + "</span>");
  }
}
