package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The report on what a gateway adds: both sides, their difference, and its interval. Stateless. */
public final class OverheadReport {
  private OverheadReport() {}

  /** The page of an {@code overhead.json} tree. */
  public static String page(JsonNode overhead) {
    String verdict = Tree.text(overhead, "verdict");
    String body =
        HtmlReport.header(
                Tree.text(overhead, "name"),
                "<time>" + Html.escape(Figures.time(Tree.text(overhead, "started_at"))) + "</time>")
            + "<main>\n"
            + "<section class=\"card verdict v-"
            + Html.escape(verdict)
            + "\"><p class=\"badge\">"
            + Html.escape(verdict)
            + "</p><div><p class=\"sentence\">"
            + Html.escape(OverheadText.sentence(overhead))
            + "</p>"
            + reasons(overhead)
            + "</div></section>\n"
            + Html.section("added", "Added latency", note(overhead), table(overhead))
            + Html.section("curves", "By percentile", "", curves(overhead))
            + "</main>\n";
    return HtmlReport.page(Tree.text(overhead, "name") + ": overhead", body);
  }

  private static String reasons(JsonNode overhead) {
    StringBuilder list = new StringBuilder();
    for (JsonNode reason : Tree.list(overhead, "reasons")) {
      list.append("<p>").append(Html.escape(Tree.text(reason, "verdict"))).append(": ");
      list.append(Html.escape(Tree.text(reason, "message"))).append("</p>");
    }
    return list.toString();
  }

  private static String note(JsonNode overhead) {
    JsonNode cpu = overhead.path("cpu_us_per_request");
    return OverheadText.notes(overhead)
        + (cpu.isObject() ? " CPU of the gateway: " + OverheadText.cpu(cpu) + "." : "");
  }

  private static String table(JsonNode overhead) {
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode at : Tree.list(overhead, "added")) {
      if (Tree.flag(at, "headline")) {
        rows.add(
            List.of(
                Cell.text(OverheadText.name(at)),
                Cell.text(Figures.us(Tree.number(at, "gateway_us"))),
                Cell.text(Figures.us(Tree.number(at, "direct_us"))),
                Cell.text(OverheadText.us(Tree.number(at, "added_us"))),
                Cell.text(OverheadText.interval(at)),
                Cell.text(Figures.number(Tree.number(at, "ratio")))));
      }
    }
    return Html.table(
        List.of(
            Column.text("Percentile"),
            Column.number("Through"),
            Column.wideNumber("Direct"),
            Column.number("Added"),
            Column.number("95% interval"),
            Column.wideNumber("Ratio")),
        rows);
  }

  private static String curves(JsonNode overhead) {
    List<JsonNode> added = Tree.list(overhead, "added");
    if (added.size() < 2) {
      return "";
    }
    double[] shares = numbers(added, "percentile");
    Arrays.setAll(shares, i -> shares[i] / 100);
    double[] gateway = numbers(added, "gateway_us");
    double[] direct = numbers(added, "direct_us");
    double[] low = numbers(added, "added_low_us");
    double[] high = numbers(added, "added_high_us");
    Axis x = Axis.nines(Math.round(1 / (1 - shares[shares.length - 1])));
    double lowest = Math.min(Arrays.stream(direct).min().orElse(1), gateway[0]);
    double highest = Math.max(Arrays.stream(direct).max().orElse(1), gateway[gateway.length - 1]);
    double least = Arrays.stream(low).min().orElse(0);
    double most = Arrays.stream(high).max().orElse(1);
    return chart(
            "overhead-sides",
            "Latency through the gateway and direct",
            x,
            Axis.log(lowest, highest, Figures::roundUs),
            shares,
            List.of(
                new Chart.Series("through the gateway", "s1", gateway),
                new Chart.Series("direct", "s2", direct)))
        + chart(
            "overhead-added",
            "Added by the gateway, with its 95% interval",
            x,
            Axis.between(Math.min(0, least), most, OverheadText::us),
            shares,
            List.of(
                new Chart.Series("added", "s1", numbers(added, "added_us")),
                new Chart.Series("from", "s1 dash", low),
                new Chart.Series("to", "s1 dash", high)));
  }

  private static String chart(
      String id, String title, Axis x, Axis y, double[] xs, List<Chart.Series> lines) {
    return new Chart(id, title, "", x, y, "share", "us", xs, lines, List.of(), List.of()).html();
  }

  private static double[] numbers(List<JsonNode> points, String field) {
    return points.stream().mapToDouble(point -> Tree.number(point, field)).toArray();
  }
}
