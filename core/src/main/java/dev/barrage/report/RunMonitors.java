package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The part of a run's report on what watched the target: figures, events, and a chart a series. */
final class RunMonitors {
  private static final int MAX_CHARTS = 40;

  private final JsonNode run;
  private final RunTimeline timeline;
  private int charts;

  RunMonitors(JsonNode run, RunTimeline timeline) {
    this.run = run;
    this.timeline = timeline;
  }

  /** Empty where nothing watched. */
  String html() {
    StringBuilder html = new StringBuilder();
    for (Map.Entry<String, JsonNode> monitor : Tree.at(run, "monitors").properties()) {
      html.append(monitor(monitor.getKey(), monitor.getValue()));
    }
    return html.isEmpty()
        ? ""
        : Html.section(
            "monitors",
            "The target, watched",
            "Figures are of the measured window. Gaps in a curve: the monitor saw nothing.",
            html.toString());
  }

  private String monitor(String name, JsonNode monitor) {
    StringBuilder html = new StringBuilder("<h3>" + Html.escape(name) + "</h3>");
    long missing = Tree.count(monitor, "missing");
    if (missing > 0) {
      String why = Tree.text(monitor, "problem");
      html.append("<p class=\"note\">Missing: ")
          .append(Html.escape(Figures.count(missing, "look") + " saw nothing"))
          .append(why.isEmpty() ? "" : Html.escape(", the last because " + why))
          .append("</p>");
    }
    for (JsonNode event : Tree.list(monitor, "events")) {
      String at = Figures.seconds(Tree.number(event, "t_s"));
      html.append("<p class=\"note\">")
          .append(Html.escape("At " + at + ": " + Tree.text(event, "text")))
          .append("</p>");
    }
    html.append(table(monitor));
    for (Map.Entry<String, JsonNode> series : Tree.at(monitor, "series").properties()) {
      html.append(chart(name, monitor, series.getKey(), Tree.text(series.getValue(), "unit")));
    }
    for (JsonNode sample : Tree.list(monitor, "samples")) {
      html.append("<pre>").append(Html.escape(sample.asString())).append("</pre>");
    }
    return html.toString();
  }

  private static String table(JsonNode monitor) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> series : Tree.at(monitor, "series").properties()) {
      JsonNode figures = series.getValue();
      String unit = Tree.text(figures, "unit");
      List<Cell> row = new ArrayList<>(List.of(Cell.text(series.getKey())));
      for (String stat : List.of("mean", "max", "last", "increase")) {
        row.add(Cell.text(figure(Tree.number(figures, stat), unit)));
      }
      double slope = Tree.number(figures, "slope_per_min");
      row.add(Cell.text(Double.isNaN(slope) ? Figures.NONE : figure(slope, unit) + "/min"));
      rows.add(row);
    }
    return Html.table(
        List.of(
            Column.text("Series"),
            Column.number("Mean"),
            Column.number("Max"),
            Column.number("Last"),
            Column.wideNumber("Increase"),
            Column.wideNumber("Slope")),
        rows);
  }

  /** A value in a series' unit. */
  static String figure(double value, String unit) {
    if (Double.isNaN(value)) {
      return Figures.NONE;
    }
    boolean known = unit.matches("us|ratio|per_s|bytes|bytes_per_s");
    String size = known ? Figures.value(Math.abs(value), unit) : Figures.number(Math.abs(value));
    return (value < 0 ? "-" : "") + size;
  }

  private String chart(String name, JsonNode monitor, String series, String unit) {
    double[] xs = numbers(Tree.at(monitor, "timeline", "t_s"));
    double[] values = numbers(Tree.at(monitor, "timeline", series));
    double max = Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElse(Double.NaN);
    boolean told = unit.equals(MonitorWords.RESTARTS); // as events
    if (told || Double.isNaN(max) || xs.length < 2 || charts++ >= MAX_CHARTS) {
      return "";
    }
    return new Chart(
            "monitor-" + charts,
            name + " " + series,
            "",
            Axis.time(Math.max(timeline.totalS(), xs[xs.length - 1])),
            Axis.fromZero(max <= 0 ? 1 : max, v -> figure(v, unit)),
            "s",
            unit,
            xs,
            List.of(new Chart.Series(series, "s1", values)),
            timeline.bands(),
            List.of())
        .html();
  }

  private static double[] numbers(JsonNode list) {
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).isNumber() ? list.get(i).asDouble() : Double.NaN;
    }
    return numbers;
  }
}
