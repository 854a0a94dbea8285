package dev.barrage.report;

import dev.barrage.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The head of a run's report: verdict, reasons, headline figures, objectives. */
final class RunOverview {
  private final JsonNode run;

  RunOverview(JsonNode run) {
    this.run = run;
  }

  String verdict() {
    Verdict verdict = verdictOf(Tree.text(run, "verdict"));
    StringBuilder html = new StringBuilder();
    html.append("<section class=\"card verdict v-" + verdict.name() + "\">");
    html.append("<p class=\"badge\">" + verdict.name() + "</p><div>");
    html.append("<p class=\"sentence\">" + Html.escape(VerdictWords.sentence(verdict)) + "</p>");
    if (Tree.flag(run, "interrupted")) {
      html.append("<p><strong>" + Html.escape(why()) + "</strong>");
      html.append(" the run was stopped early after ");
      html.append(Html.escape(Figures.seconds(Tree.number(run, "measured_s"))));
      html.append(" of measuring; everything below is of that part.</p>");
    }
    List<JsonNode> reasons = Tree.list(run, "reasons");
    if (!reasons.isEmpty()) {
      html.append("<ul>");
      for (JsonNode reason : reasons) {
        html.append("<li>" + Html.escape(Tree.text(reason, "message")));
        html.append(" <code>" + Html.escape(Tree.text(reason, "rule")) + "</code></li>");
      }
      html.append("</ul>");
    }
    JsonNode start = run.path("slow_start");
    if (start.isObject()) {
      html.append("<p>Slow start: " + Html.escape(SlowStartWords.sentence(start)) + ".</p>");
    }
    return html.append("</div></section>\n").toString();
  }

  private String why() {
    JsonNode end = run.path("data_ended");
    return end.isObject()
        ? "Data "
            + Tree.text(end, "feeder")
            + " of user "
            + Tree.text(end, "user")
            + " had no more records:"
        : run.path("aborted").isObject() ? "Aborted:" : "Interrupted:";
  }

  private static Verdict verdictOf(String name) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.name().equals(name)) {
        return verdict;
      }
    }
    return Verdict.INVALID;
  }

  String tiles() {
    JsonNode counts = Tree.at(run, "counts");
    double measuredS = Tree.number(run, "measured_s");
    double planned = Tree.number(counts, "planned");
    double bad =
        Tree.number(counts, "failed")
            + Tree.number(counts, "dropped")
            + Tree.number(counts, "unfinished");
    return "<section class=\"tiles\">"
        + tile(
            "Good answers",
            Figures.perSecond(Tree.number(run, "ok_per_s")),
            offered(planned / measuredS))
        + latencyTile("p50")
        + latencyTile("p95")
        + latencyTile("p99")
        + tile(
            "Error rate",
            Figures.percent(bad / planned),
            Figures.number(bad) + " of " + Figures.number(planned))
        + generatorTile()
        + "</section>\n";
  }

  private String offered(double plannedPerS) {
    long users = 0;
    for (JsonNode user : Tree.list(run, "users")) {
      users += Math.max(0, Tree.count(user, "peak"));
    }
    boolean closed = Tree.at(run, "plan", "load").toString().contains("user");
    return closed
        ? "from " + Figures.count(users, "user")
        : "of " + Figures.perSecond(plannedPerS) + " planned";
  }

  private String latencyTile(String percentile) {
    return tile(
        "Latency " + percentile,
        Figures.us(Tree.number(run, "latency_us", percentile)),
        "service time " + Figures.us(Tree.number(run, "service_time_us", percentile)));
  }

  private String generatorTile() {
    double busy = Tree.number(run, "generator", "cpu_busy");
    String load = Double.isNaN(busy) ? "load not measured" : Figures.percent(busy) + " busy";
    return tile("Generator", GeneratorFitness.of(run).words, load);
  }

  private static String tile(String label, String value, String note) {
    return "<div class=\"tile\"><span>%s</span><strong>%s</strong><small>%s</small></div>"
        .formatted(Html.escape(label), Html.escape(value), Html.escape(note));
  }

  String objectives() {
    List<List<Html.Cell>> rows = new ArrayList<>();
    for (JsonNode objective : Tree.list(run, "objectives")) {
      rows.add(
          List.of(
              pill(Tree.text(objective, "verdict")),
              Html.Cell.text(Tree.text(objective, "text")),
              Html.Cell.text(ObjectiveWords.measured(objective)),
              Html.Cell.text(ObjectiveWords.target(objective)),
              Html.Cell.text(ObjectiveWords.critical(objective)),
              Html.Cell.text(Tree.shownCount(objective, "samples"))));
    }
    if (rows.isEmpty()) {
      return "";
    }
    List<Html.Column> columns =
        List.of(
            Html.Column.text("Verdict"),
            Html.Column.text("Objective"),
            Html.Column.number("Measured"),
            Html.Column.wideNumber("Target"),
            Html.Column.wideNumber("Critical"),
            Html.Column.wideNumber("Samples"));
    return Html.section(
        "objectives",
        "Objectives",
        "Asked of all planned requests: one that failed, was dropped or never ended counts as "
            + "infinitely late.",
        Html.table(columns, rows) + notJudged());
  }

  private String notJudged() {
    StringBuilder html = new StringBuilder();
    for (String sentence : ObjectiveWords.notJudged(run)) {
      html.append("<p class=\"note below\">Not judged, " + Html.escape(sentence) + "</p>");
    }
    return html.toString();
  }

  private static Html.Cell pill(String verdict) {
    String known = verdictOf(verdict).name();
    return Html.Cell.html("<span class=\"pill v-" + known + "\">" + known + "</span>");
  }
}
