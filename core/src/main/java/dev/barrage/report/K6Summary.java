package dev.barrage.report;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The summary that {@code k6 run --summary-export} writes, for scripts and dashboards that read it:
 * k6's metric names and fields, times in milliseconds.
 *
 * <p>Only what means the same is there. {@code http_req_duration} is service time, as in k6; {@code
 * latency}, from the intended time, stands beside it as a custom trend and bears the thresholds of
 * latency objectives. {@code http_req_failed} is the error rate of all planned requests, and its
 * {@code passes} are the failures, as in k6. A threshold is {@code true} if it was crossed, as in
 * k6; what it says is the run's verdict. Rates of counters are over {@link CountedTime}. Trends of
 * connecting are left out: k6 averages them over requests that never connected. Stateless.
 */
public final class K6Summary {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern COMPARISON = Pattern.compile("<=|>=|<|>");
  private static final Pattern PERCENTILE = Pattern.compile("p[0-9]+(\\.[0-9]+)?");
  private static final String EXPECTED = "{expected_response:true}";

  /** A field of k6's trends, and where a record has it. */
  private record Field(String k6, String record) {}

  private static final List<Field> TREND =
      List.of(
          new Field("avg", "mean"),
          new Field("min", "min"),
          new Field("med", "p50"),
          new Field("max", "max"),
          new Field("p(90)", "p90"),
          new Field("p(95)", "p95"));

  /** MD5 of the empty path: k6's id of the root group. */
  private static final String ROOT_ID = "d41d8cd98f00b204e9800998ecf8427e";

  private final JsonNode run;
  private final double countedS;
  private final ObjectNode metrics = MAPPER.createObjectNode();

  private K6Summary(JsonNode run) {
    this.run = run;
    this.countedS = CountedTime.ofS(run);
  }

  public static void write(StoredRun stored, Appendable out) throws IOException {
    K6Summary summary = new K6Summary(stored.run());
    ObjectNode json = MAPPER.createObjectNode();
    summary.rootGroup(json.putObject("root_group"));
    summary.requests();
    summary.trends();
    summary.traffic();
    summary.users();
    Tree.list(stored.run(), "objectives").forEach(summary::threshold);
    json.set("metrics", summary.metrics);
    out.append(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json)).append("\n");
  }

  private void rootGroup(ObjectNode group) {
    group.put("name", "").put("path", "").put("id", ROOT_ID);
    group.putObject("groups");
    group.putObject("checks");
  }

  private void requests() {
    long ok = Tree.count(run, "counts", "ok");
    long failed = Tree.count(run, "counts", "failed");
    counter("http_reqs", ok + failed);
    counter("http_reqs" + EXPECTED, ok);
    rate("http_req_failed", Tree.count(run, "counts", "planned") - ok, ok);
    long refused =
        Tree.count(run, "outcomes", "check_failed") + Tree.count(run, "outcomes", "status_refused");
    rate("checks", ok, refused);
  }

  private void trends() {
    trend("http_req_duration", Tree.at(run, "service_time_us"));
    trend("http_req_waiting", Tree.at(run, "first_byte_us"));
    trend("latency", Tree.at(run, "latency_us"));
    trend("latency" + EXPECTED, Tree.at(run, "ok_latency_us"));
  }

  private void traffic() {
    JsonNode iterations = Tree.at(run, "iterations");
    counter("iterations", Tree.count(iterations, "completed"));
    if (Tree.count(iterations, "dropped") > 0) {
      counter("dropped_iterations", Tree.count(iterations, "dropped"));
    }
    counter("data_sent", Tree.count(run, "bytes", "sent"));
    counter("data_received", Tree.count(run, "bytes", "received"));
  }

  private void users() {
    long last = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    for (JsonNode row : Tree.list(run, "timeline")) {
      if (Tree.text(row, "phase").equals("measure")) {
        last = Tree.count(row, "users");
        min = Math.min(min, last);
        max = Math.max(max, last);
      }
    }
    metrics.putObject("vus").put("value", last).put("min", Math.min(min, max)).put("max", max);
    metrics.putObject("vus_max").put("value", max).put("min", max).put("max", max);
  }

  /** An objective in k6's words, at the metric that it is about. */
  private void threshold(JsonNode objective) {
    String metric = Tree.text(objective, "metric");
    double target = Tree.number(objective, "target");
    String holds = comparison(Tree.text(objective, "text"), metric);
    if (metric.equals("error rate")) {
      threshold(objective, "http_req_failed", "", "rate" + holds + Figures.plainDecimal(target));
    } else if (metric.equals("throughput")) {
      threshold(objective, "http_reqs", EXPECTED, "rate" + holds + Figures.plainDecimal(target));
    } else if (metric.equals("mean")) {
      threshold(objective, "latency", EXPECTED, "avg" + holds + Figures.plainDecimal(target / 1e3));
    } else if (PERCENTILE.matcher(metric).matches()) {
      String percentile = "p(" + metric.substring(1) + ")";
      threshold(objective, "latency", "", percentile + holds + Figures.plainDecimal(target / 1e3));
    } else {
      gauge(metric.replace(' ', '_'), Tree.number(objective, "value"));
      threshold(
          objective, metric.replace(' ', '_'), "", "value" + holds + Figures.plainDecimal(target));
    }
  }

  /** Of a monitor's series, in its own unit. */
  private void gauge(String name, double value) {
    ObjectNode gauge = metrics.putObject(name);
    for (String field : List.of("value", "min", "max")) {
      number(gauge, field, value);
    }
  }

  private void threshold(JsonNode objective, String metric, String tag, String expression) {
    String request = Tree.text(objective, "request");
    String name = request.isEmpty() ? metric + tag : metric + "{name:" + request + "}";
    if (!request.isEmpty() && !metrics.has(name)) {
      one(metric, name, request);
    }
    ObjectNode at =
        metrics.path(name).isObject() ? (ObjectNode) metrics.path(name) : metrics.putObject(name);
    at.withObjectProperty("thresholds")
        .put(expression, !List.of("PASS", "WARN").contains(Tree.text(objective, "verdict")));
  }

  /** The numbers of one request, under k6's tag for it. */
  private void one(String metric, String name, String request) {
    for (JsonNode own : Tree.list(run, "requests")) {
      if (Tree.text(own, "name").equals(request)) {
        long ok = Tree.count(own, "counts", "ok");
        switch (metric) {
          case "http_req_failed" -> rate(name, Tree.count(own, "counts", "planned") - ok, ok);
          case "http_reqs" -> counter(name, ok);
          default -> trend(name, Tree.at(own, "latency_us"));
        }
      }
    }
  }

  private static String comparison(String text, String metric) {
    Matcher found = COMPARISON.matcher(text);
    return found.find() ? found.group() : metric.equals("throughput") ? ">=" : "<=";
  }

  private void counter(String name, long count) {
    ObjectNode counter = metrics.putObject(name).put("count", count);
    number(counter, "rate", count / countedS);
  }

  private void rate(String name, long passes, long fails) {
    ObjectNode rate = metrics.putObject(name).put("passes", passes).put("fails", fails);
    number(rate, "value", passes + fails == 0 ? Double.NaN : (double) passes / (passes + fails));
  }

  /** Absent if nothing was measured. */
  private void trend(String name, JsonNode us) {
    if (us.isObject()) {
      ObjectNode trend = metrics.putObject(name);
      for (Field field : TREND) {
        number(trend, field.k6, Tree.number(us, field.record) / 1e3);
      }
    }
  }

  private static void number(ObjectNode json, String name, double value) {
    if (Double.isFinite(value)) {
      json.put(name, Double.parseDouble(Figures.plainDecimal(value)));
    }
  }
}
