package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The report of a search for capacity: what was found, the knee, and every run. Stateless. */
public final class CapacityReport {
  private CapacityReport() {}

  /** The page of a {@code capacity.json} tree. */
  public static String page(JsonNode search) {
    String body =
        HtmlReport.header(
                Tree.text(search, "name"),
                "<time>" + Html.escape(Figures.time(Tree.text(search, "started_at"))) + "</time>")
            + "<main>\n"
            + Html.section("capacity", Tree.text(search, "sentence"), "", chartsOf(search))
            + Html.section("probes", "Runs", "In the order they were made.", table(search))
            + "</main>\n";
    return HtmlReport.page(Tree.text(search, "name") + ": capacity", body);
  }

  private static String chartsOf(JsonNode search) {
    List<JsonNode> probes = new ArrayList<>(Tree.list(search, "probes"));
    probes.removeIf(probe -> Tree.text(probe, "answer").equals("GENERATOR"));
    probes.sort(Comparator.comparingDouble(probe -> Tree.number(probe, "offered_per_s")));
    if (probes.size() < 2) {
      return "";
    }
    double[] offered = numbers(probes, "offered_per_s");
    double[] answered = numbers(probes, "throughput_per_s");
    double[] p99 = numbers(probes, "p99_us");
    double most = offered[offered.length - 1];
    Axis x = Axis.fromZero(most, Figures::number);
    double slowest = Arrays.stream(p99).filter(v -> !Double.isNaN(v)).max().orElse(1);
    double fastest = Arrays.stream(p99).filter(v -> v > 0).min().orElse(1);
    return chart(
            "knee-throughput",
            "Good answers against offered rate",
            x,
            Axis.fromZero(most, Figures::number),
            "per_s",
            offered,
            List.of(
                new Chart.Series("answered", "s1", answered),
                new Chart.Series("offered", "s4 dash", offered)))
        + chart(
            "knee-latency",
            "p99 against offered rate",
            x,
            Axis.log(fastest, slowest, Figures::roundUs),
            "us",
            offered,
            List.of(new Chart.Series("p99", "s1", p99)));
  }

  private static String chart(
      String id, String title, Axis x, Axis y, String unit, double[] xs, List<Chart.Series> lines) {
    return new Chart(id, title, "", x, y, "per_s", unit, xs, lines, List.of(), List.of()).html();
  }

  private static double[] numbers(List<JsonNode> probes, String field) {
    return probes.stream().mapToDouble(probe -> Tree.number(probe, field)).toArray();
  }

  private static String table(JsonNode search) {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode probe : Tree.list(search, "probes")) {
      List<String> reasons = new ArrayList<>();
      Tree.list(probe, "reasons").forEach(reason -> reasons.add(reason.asString()));
      rows.add(
          List.of(
              Cell.text(Figures.perSecond(Tree.number(probe, "offered_per_s"))),
              Cell.text(Figures.perSecond(Tree.number(probe, "throughput_per_s"))),
              Cell.text(Figures.us(Tree.number(probe, "p50_us"))),
              Cell.text(Figures.us(Tree.number(probe, "p99_us"))),
              Cell.text(result(Tree.text(probe, "answer"), String.join("; ", reasons)))));
    }
    return Html.table(
        List.of(
            Column.number("Offered"),
            Column.wideNumber("Answered"),
            Column.wideNumber("p50"),
            Column.number("p99"),
            Column.text("Result")),
        rows);
  }

  /**
   * @param answer a {@code Probe.Answer}, in capitals or not
   */
  private static String result(String answer, String reasons) {
    String said =
        switch (answer.toLowerCase(Locale.ROOT)) {
          case "generator" -> "generator not fit";
          case "fails" -> "does not hold";
          default -> answer.toLowerCase(Locale.ROOT);
        };
    return reasons.isEmpty() ? said : said + ": " + reasons;
  }
}
