package dev.barrage.report;

import dev.barrage.plan.PlanWriter;
import dev.barrage.report.Html.Cell;
import dev.barrage.report.Html.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tables of a run's report, each as HTML; one without rows is an empty text. */
final class RunDetails {
  /** Rows of requests and failures shown until more are asked for. */
  private static final int ROWS_SHOWN = 50;

  private static final List<String> PERCENTILES =
      List.of("min", "p50", "p90", "p95", "p99", "p99_9", "p99_99", "max");

  private final JsonNode run;

  RunDetails(JsonNode run) {
    this.run = run;
  }

  String distributions() {
    List<List<Cell>> rows = new ArrayList<>();
    distribution(rows, "Latency", "latency_us");
    distribution(rows, "Latency of ok answers", "ok_latency_us");
    distribution(rows, "Service time", "service_time_us");
    distribution(rows, "Send lag", "send_lag_us");
    return rows.isEmpty() ? "" : Html.table(distributionColumns("Of requests"), rows);
  }

  String connections() {
    List<List<Cell>> rows = new ArrayList<>();
    distribution(rows, "Waiting for a connection", "queue_us");
    distribution(rows, "TCP connect", "connect_us");
    distribution(rows, "TLS handshake", "tls_us");
    distribution(rows, "First byte", "first_byte_us");
    String counts =
        facts(
            List.of(
                fact("opened", Tree.shownCount(run, "connections", "opened")),
                fact("reused", Tree.shownCount(run, "connections", "reused")),
                fact("never used", Tree.shownCount(run, "connections", "unused")),
                fact("retried", Tree.shownCount(run, "connections", "retried")),
                fact("failed", Tree.shownCount(run, "connections", "failed")),
                fact("most at once", Tree.shownCount(run, "connections", "peak")),
                fact("bytes sent", bytes("sent")),
                fact("bytes received", bytes("received"))));
    String table = rows.isEmpty() ? "" : Html.table(distributionColumns("Phase"), rows);
    return Html.section("connections", "Connections", policy(), counts + table);
  }

  /** Who shared connections: it decides how much of the latency is waiting for one. */
  private String policy() {
    JsonNode plan = Tree.at(run, "plan");
    long bound = Tree.count(plan, "bounds", "connections");
    long users = 0;
    for (JsonNode user : Tree.list(run, "users")) {
      users += Math.max(0, Tree.count(user, "peak"));
    }
    String policy = Tree.text(plan, "target", "connections");
    if (policy.equals("new")) {
      return "A new connection for each request, as the plan asks.";
    }
    if (policy.equals("shared")) {
      return "One pool shared by all users, as the plan asks.";
    }
    if (!Tree.at(plan, "load").toString().contains("user")) {
      return "Open model: a request takes any free connection.";
    }
    return bound > 0 && users > bound
        ? Figures.count(users) + " users shared " + Figures.count(bound) + " connections."
        : "Each user had a connection of its own.";
  }

  private String bytes(String direction) {
    double bytes = Tree.number(run, "bytes", direction);
    return Double.isNaN(bytes) ? Figures.NONE : Figures.bytes((long) bytes);
  }

  private static List<Column> distributionColumns(String first) {
    return List.of(
        Column.text(first),
        Column.wideNumber("Count"),
        Column.wideNumber("Min"),
        Column.number("p50"),
        Column.wideNumber("p90"),
        Column.wideNumber("p95"),
        Column.number("p99"),
        Column.wideNumber("p99.9"),
        Column.wideNumber("p99.99"),
        Column.number("Max"));
  }

  private void distribution(List<List<Cell>> rows, String label, String field) {
    if (Tree.count(run, field, "count") == 0) {
      return;
    }
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(label));
    row.add(Cell.text(Tree.shownCount(run, field, "count")));
    PERCENTILES.forEach(p -> row.add(Cell.text(Figures.us(Tree.number(run, field, p)))));
    rows.add(row);
  }

  String outcomes() {
    JsonNode counts = Tree.at(run, "counts");
    String balance =
        facts(
            List.of(
                fact("planned", Tree.shownCount(counts, "planned")),
                fact("started", Tree.shownCount(counts, "started")),
                fact("ok", Tree.shownCount(counts, "ok")),
                fact("failed", Tree.shownCount(counts, "failed")),
                fact("dropped", Tree.shownCount(counts, "dropped")),
                fact("unfinished", Tree.shownCount(counts, "unfinished")),
                fact("in warm-up", Tree.shownCount(counts, "warmup"))));
    return Html.section(
        "outcomes",
        "Outcomes",
        "planned = started + dropped, started = ok + failed + unfinished",
        balance
            + "<div class=\"columns\">"
            + shares("Outcome", Tree.at(run, "outcomes"))
            + shares("Status", Tree.at(run, "statuses"))
            + "</div>"
            + failures());
  }

  /** A table of counts with bars for their shares; counts of zero are left out. */
  private static String shares(String title, JsonNode counts) {
    long total = 0;
    for (JsonNode count : counts) {
      total += count.asLong(0);
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : counts.properties()) {
      long count = entry.getValue().asLong(0);
      if (count > 0) {
        double share = (double) count / total;
        String bar =
            "<span class=\"bar\"><i style=\"width:" + Chart.percent(share) + "\"></i></span>";
        rows.add(
            List.of(
                Cell.text(entry.getKey()),
                Cell.text(Figures.count(count)),
                Cell.text(Figures.percent(share)),
                Cell.html(bar)));
      }
    }
    if (rows.isEmpty()) {
      return "";
    }
    List<Column> columns =
        List.of(
            Column.text(title),
            Column.number("Count"),
            Column.number("Share"),
            new Column("", "bars"));
    return "<div>" + Html.table(columns, rows) + "</div>";
  }

  private String failures() {
    List<JsonNode> errors = Tree.list(run, "errors");
    StringBuilder html = new StringBuilder();
    for (JsonNode error : errors.subList(0, Math.min(ROWS_SHOWN, errors.size()))) {
      html.append("<details class=\"failure\"><summary><b>");
      html.append(Tree.shownCount(error, "count")).append(" ×</b> <span class=\"pill v-FAIL\">");
      html.append(Html.escape(Tree.text(error, "outcome"))).append("</span> ");
      html.append(Html.escape(Tree.text(error, "message"))).append(" <small>");
      html.append(Html.escape(Tree.text(error, "request"))).append("</small></summary><p>first ");
      html.append(Html.escape(Figures.time(Tree.text(error, "first_at")))).append(", last ");
      html.append(Html.escape(Figures.time(Tree.text(error, "last_at")))).append("</p>");
      String sample = Tree.text(error, "sample");
      html.append(sample.isEmpty() ? "" : "<pre>" + Html.escape(sample) + "</pre>");
      html.append("</details>");
    }
    if (errors.size() > ROWS_SHOWN) {
      html.append("<p class=\"note\">… and ");
      html.append(Figures.count(errors.size() - ROWS_SHOWN, "other kind"));
      html.append(" in run.json</p>");
    }
    return errors.isEmpty() ? "" : "<h3>Failures, one sample each</h3>" + html;
  }

  String requests() {
    List<JsonNode> requests = Tree.list(run, "requests");
    if (requests.isEmpty()) {
      return "";
    }
    List<Column> columns =
        List.of(
            Column.text("Request"),
            Column.number("Count"),
            Column.wideNumber("ok/s"),
            Column.number("Failed"),
            Column.number("p50"),
            Column.wideNumber("p90"),
            Column.wideNumber("p95"),
            Column.number("p99"),
            Column.wideNumber("Max"),
            Column.wideNumber("Service p99"));
    List<List<Cell>> rows = requests.stream().map(this::requestRow).toList();
    String attributes =
        " class=\"requests\" data-shown=\"" + ROWS_SHOWN + "\" data-rows=\"" + rows.size() + "\"";
    return Html.section(
        "requests",
        requests.size() == 1 ? "Requests" : "Requests by name (" + requests.size() + ")",
        "",
        Html.table(attributes, columns, rows, ROWS_SHOWN));
  }

  private List<Cell> requestRow(JsonNode request) {
    double planned = Tree.number(request, "counts", "planned");
    double bad =
        Tree.number(request, "counts", "failed")
            + Tree.number(request, "counts", "dropped")
            + Tree.number(request, "counts", "unfinished");
    double okPerS = Tree.number(request, "counts", "ok") / CountedTime.ofS(run);
    double failed = planned > 0 ? bad / planned : Double.NaN;
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(Tree.text(request, "name")));
    row.add(Cell.figure(Tree.shownCount(request, "counts", "planned"), planned));
    row.add(Cell.figure(Figures.perSecond(okPerS), okPerS));
    row.add(Cell.figure(Figures.percent(failed), failed));
    for (String percentile : List.of("p50", "p90", "p95", "p99", "max")) {
      double us = Tree.number(request, "latency_us", percentile);
      row.add(Cell.figure(Figures.us(us), us));
    }
    double service = Tree.number(request, "service_time_us", "p99");
    row.add(Cell.figure(Figures.us(service), service));
    return row;
  }

  String groups() {
    List<JsonNode> groups = Tree.list(run, "groups");
    if (groups.isEmpty()) {
      return "";
    }
    List<Column> columns =
        List.of(
            Column.text("Group"),
            Column.number("Count"),
            Column.wideNumber("ok/s"),
            Column.number("Not ok"),
            Column.number("p50"),
            Column.wideNumber("p95"),
            Column.number("p99"),
            Column.wideNumber("Max"),
            Column.wideNumber("p50 without pauses"),
            Column.wideNumber("p99 without pauses"));
    return Html.section(
        "groups",
        "Groups of steps",
        "From the intended time of a group's first request to the last byte of its last one, of"
            + " those in which nothing failed.",
        Html.table(columns, groups.stream().map(RunDetails::groupRow).toList()));
  }

  private static List<Cell> groupRow(JsonNode group) {
    double started = Tree.number(group, "counts", "started");
    double bad = started - Tree.number(group, "counts", "ok");
    double share = started > 0 ? bad / started : Double.NaN;
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(Tree.text(group, "name")));
    row.add(Cell.figure(Tree.shownCount(group, "counts", "started"), started));
    row.add(cell(Figures::perSecond, Tree.number(group, "ok_per_s")));
    row.add(cell(Figures::percent, share));
    for (String percentile : List.of("p50", "p95", "p99", "max")) {
      row.add(cell(Figures::us, Tree.number(group, "latency_us", percentile)));
    }
    for (String percentile : List.of("p50", "p99")) {
      row.add(cell(Figures::us, Tree.number(group, "without_pauses_us", percentile)));
    }
    return row;
  }

  private static Cell cell(DoubleFunction<String> words, double value) {
    return Cell.figure(words.apply(value), value);
  }

  String environment() {
    JsonNode host = Tree.at(run, "host");
    return Html.section(
        "environment",
        "Environment",
        "",
        facts(
            List.of(
                fact("machine", Tree.text(host, "cpu_model")),
                fact("CPUs", Tree.shownCount(host, "cpus")),
                fact("memory", memory(Tree.number(host, "memory_mb"))),
                fact("system", (Tree.text(host, "os") + " " + Tree.text(host, "kernel")).strip()),
                fact("JDK", Tree.text(host, "jdk")),
                fact("started", Figures.time(Tree.text(run, "started_at"))),
                fact("ended", Figures.time(Tree.text(run, "ended_at"))),
                fact("seed", Tree.text(run, "seed")),
                fact("fingerprint", Tree.text(host, "fingerprint")))));
  }

  private static String memory(double megabytes) {
    return Double.isNaN(megabytes) ? Figures.NONE : Figures.bytes((long) (megabytes * 1e6));
  }

  String plan() {
    if (!Tree.at(run, "plan").isObject()) {
      return "";
    }
    return Html.section(
        "plan",
        "Plan, as executed",
        "",
        "<details><summary>Show the plan as YAML</summary><pre>"
            + Html.escape(yaml(Tree.at(run, "plan")))
            + "</pre></details>");
  }

  private static String yaml(JsonNode tree) {
    return PlanWriter.yaml(new JsonMapper().treeToValue(tree, Map.class));
  }

  private static String fact(String name, String value) {
    String shown = value.isEmpty() ? Figures.NONE : value;
    return "<div><dt>" + Html.escape(name) + "</dt><dd>" + Html.escape(shown) + "</dd></div>";
  }

  private static String facts(List<String> facts) {
    return facts.stream().collect(Collectors.joining("", "<dl class=\"facts\">", "</dl>"));
  }
}
