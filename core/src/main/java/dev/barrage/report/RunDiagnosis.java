package dev.barrage.report;

import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The report's tables that help to find a cause: the slowest requests, and breakdowns. */
final class RunDiagnosis {
  /** Rows shown until more are asked for. */
  private static final int ROWS_SHOWN = 10;

  private static final List<Column> SLOWEST =
      List.of(
          Column.text("Request"),
          Column.wideNumber("At"),
          Column.number("Latency"),
          Column.wideNumber("User busy"),
          Column.wideNumber("Send lag"),
          Column.wideNumber("Queue"),
          Column.number("First byte"),
          Column.wideNumber("Last byte"),
          Column.text("Answer"),
          Column.wide("Connection"));

  private static final List<Column> BREAKDOWN =
      List.of(
          Column.number("Count"),
          Column.wideNumber("Share"),
          Column.number("Failed"),
          Column.number("p50"),
          Column.wideNumber("p90"),
          Column.wideNumber("p95"),
          Column.number("p99"),
          Column.wideNumber("Max"),
          Column.wide("Outcomes"));

  private final JsonNode run;

  RunDiagnosis(JsonNode run) {
    this.run = run;
  }

  String html() {
    return breakdowns() + slowest();
  }

  private String slowest() {
    List<JsonNode> slowest = Tree.list(run, "slowest");
    if (slowest.isEmpty()) {
      return "";
    }
    List<List<Cell>> rows = slowest.stream().map(RunDiagnosis::slow).toList();
    String attributes =
        " class=\"requests\" data-shown=\"" + ROWS_SHOWN + "\" data-rows=\"" + rows.size() + "\"";
    return Html.section(
        "slowest",
        "Slowest requests",
        "At most 10 of each name. Latency = user busy with its request before + send lag + queue"
            + " for a connection, its opening included + first byte + last byte.",
        Html.table(attributes, SLOWEST, rows, ROWS_SHOWN));
  }

  private static List<Cell> slow(JsonNode slow) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(Tree.text(slow, "request")));
    double tS = Tree.number(slow, "t_s");
    row.add(Cell.figure(Figures.seconds(tS), tS));
    row.add(us(slow, "latency_us"));
    for (String phase :
        List.of("user_us", "send_lag_us", "queue_us", "first_byte_us", "last_byte_us")) {
      row.add(us(slow, "phases", phase));
    }
    row.add(Cell.html(answer(slow)));
    row.add(Cell.html(connection(slow)));
    return row;
  }

  private static Cell us(JsonNode node, String... path) {
    double us = Tree.number(node, path);
    return Cell.figure(Figures.us(us), us);
  }

  private static String answer(JsonNode slow) {
    List<String> lines = new ArrayList<>();
    String outcome = Tree.text(slow, "outcome");
    lines.add((Tree.text(slow, "status") + (outcome.equals("ok") ? "" : " " + outcome)).strip());
    for (Map.Entry<String, JsonNode> header : Tree.at(slow, "headers").properties()) {
      lines.add(header.getKey() + ": " + header.getValue().asString(""));
    }
    lines.add(Tree.text(slow, "traceparent"));
    return lines(lines);
  }

  private static String connection(JsonNode slow) {
    JsonNode connection = Tree.at(slow, "connection");
    if (!connection.isObject()) {
      return Figures.NONE;
    }
    long served = Tree.count(connection, "served");
    double connectUs = Tree.number(connection, "connect_us");
    double tlsUs = Tree.number(connection, "tls_us");
    String opened =
        "new: connect "
            + Figures.us(connectUs)
            + (Double.isNaN(tlsUs) ? "" : ", TLS " + Figures.us(tlsUs));
    String age = Figures.seconds(Tree.number(connection, "age_s")) + " old";
    return lines(
        List.of(
            Tree.text(connection, "address"),
            served == 0 ? opened : age + ", " + Figures.count(served, "request") + " before"));
  }

  /** The first line as it is, the others small. */
  private static String lines(List<String> lines) {
    String more =
        lines.stream()
            .skip(1)
            .filter(line -> !line.isEmpty())
            .map(line -> "<br><small>" + Html.escape(line) + "</small>")
            .collect(Collectors.joining());
    return Html.escape(lines.getFirst()) + more;
  }

  private String breakdowns() {
    StringBuilder html = new StringBuilder();
    for (JsonNode breakdown : Tree.list(run, "breakdowns")) {
      String by = Tree.text(breakdown, "by");
      List<JsonNode> values = Tree.list(breakdown, "values");
      if (values.isEmpty()) {
        continue;
      }
      double total = values.stream().mapToLong(value -> Tree.count(value, "count")).sum();
      List<Column> columns = new ArrayList<>(List.of(Column.text(by)));
      columns.addAll(BREAKDOWN);
      List<List<Cell>> rows = values.stream().map(value -> value(by, value, total)).toList();
      html.append("<h3>By ").append(Html.escape(by)).append("</h3>");
      String attributes = " class=\"requests\" data-shown=\"60\" data-rows=\"" + rows.size() + "\"";
      html.append(Html.table(attributes, columns, rows, Integer.MAX_VALUE));
    }
    return html.isEmpty()
        ? ""
        : Html.section("breakdowns", "Breakdowns", "As the plan asks.", html.toString());
  }

  private static List<Cell> value(String by, JsonNode value, double total) {
    double count = Tree.number(value, "count");
    double share = count / total;
    double failed = 1 - Tree.number(value, "ok") / count;
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(label(by, value)));
    row.add(Cell.figure(Tree.shownCount(value, "count"), count));
    row.add(Cell.figure(Figures.percent(share), share));
    row.add(Cell.figure(Figures.percent(failed), failed));
    for (String percentile : List.of("p50", "p90", "p95", "p99", "max")) {
      row.add(us(value, "latency_us", percentile));
    }
    row.add(
        Cell.text(
            Tree.at(value, "outcomes").properties().stream()
                .map(entry -> entry.getKey() + " " + Figures.count(entry.getValue().asLong(0)))
                .collect(Collectors.joining(", "))));
    return row;
  }

  private static String label(String by, JsonNode value) {
    return switch (Tree.text(value, "kind")) {
      case "none" ->
          switch (by) {
            case "address" -> "(no connection)";
            case "status" -> "(no answer)";
            default -> "(none)";
          };
      case "other" -> "(all other values)";
      default -> Tree.text(value, "value");
    };
  }
}
