package dev.barrage.report;

import dev.barrage.verdict.Verdict;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The result of a run as OpenMetrics text (OpenMetrics 1.0), for node_exporter's textfile folder, a
 * push gateway or any store that reads the format. Base units: seconds, bytes, ratios.
 *
 * <p>Every sample bears the label {@code plan}, so that results of several plans can stand side by
 * side. What was not measured has no sample. Stateless.
 */
public final class OpenMetrics {
  private static final Map<String, String> QUANTILES =
      new TreeMap<>(
          Map.of(
              "0.5", "p50", "0.9", "p90", "0.95", "p95", "0.99", "p99", "0.999", "p99_9", "0.9999",
              "p99_99"));

  private final JsonNode run;
  private final Appendable out;
  private final String plan;

  private OpenMetrics(JsonNode run, Appendable out) {
    this.run = run;
    this.out = out;
    this.plan = label("plan", Tree.text(run, "name"));
  }

  public static void write(StoredRun stored, Appendable out) throws IOException {
    OpenMetrics metrics = new OpenMetrics(stored.run(), out);
    metrics.about();
    metrics.requests();
    metrics.latencies();
    metrics.objectives();
    metrics.traffic();
    metrics.generator();
    out.append("# EOF\n");
  }

  private void about() throws IOException {
    family("barrage_run", "info", "", "The run that these numbers are of.");
    String about =
        plan
            + label("schema", Tree.text(run, "schema"))
            + label("seed", Tree.text(run, "seed"))
            + label("started_at", Tree.text(run, "started_at"))
            + label("interrupted", Boolean.toString(Tree.flag(run, "interrupted")));
    sample("barrage_run_info", about, 1);
    family("barrage_verdict", "gauge", "", "The verdict on the run: 1 at the one it is.");
    for (Verdict verdict : Verdict.values()) {
      boolean is = verdict.name().equals(Tree.text(run, "verdict"));
      sample("barrage_verdict", plan + label("verdict", verdict.name()), is ? 1 : 0);
    }
    gauge("barrage_measured_seconds", "seconds", "Length of the measured window.", "measured_s");
  }

  private void requests() throws IOException {
    family("barrage_requests", "counter", "", "Requests that ended, by name and outcome.");
    for (JsonNode request : Tree.list(run, "requests")) {
      String labels = request(request);
      for (String outcome : request.path("outcomes").propertyNames()) {
        double count = Tree.number(request, "outcomes", outcome);
        sample("barrage_requests_total", labels + label("outcome", outcome), count);
      }
    }
    family("barrage_responses", "counter", "", "Complete responses, by status.");
    for (JsonNode request : Tree.list(run, "requests")) {
      for (String status : request.path("statuses").propertyNames()) {
        double count = Tree.number(request, "statuses", status);
        sample("barrage_responses_total", request(request) + label("status", status), count);
      }
    }
    for (String count : List.of("planned", "started", "dropped", "unfinished")) {
      counter("barrage_requests_" + count, "", "Requests " + count + ".", "counts", count);
    }
    gauge("barrage_requests_per_second", "", "Completions per second.", "throughput_per_s");
    gauge("barrage_good_requests_per_second", "", "Good answers per second.", "ok_per_s");
  }

  private String request(JsonNode request) {
    return plan
        + label("request", Tree.text(request, "name"))
        + label("method", Tree.text(request, "method"));
  }

  private void latencies() throws IOException {
    summary("barrage_latency_seconds", "From intended time to last byte.", "latency_us");
    summary("barrage_service_time_seconds", "From send to last byte.", "service_time_us");
    summary("barrage_send_lag_seconds", "How late the generator sent.", "send_lag_us");
    String name = "barrage_request_latency_seconds";
    family(name, "summary", "seconds", "From intended time to last byte, by request name.");
    for (JsonNode request : Tree.list(run, "requests")) {
      quantiles(name, request(request), request.path("latency_us"));
    }
  }

  private void summary(String name, String help, String field) throws IOException {
    family(name, "summary", "seconds", help);
    quantiles(name, plan, run.path(field));
  }

  private void quantiles(String name, String labels, JsonNode us) throws IOException {
    if (!us.isObject()) {
      return;
    }
    for (Map.Entry<String, String> quantile : QUANTILES.entrySet()) {
      double value = Tree.number(us, quantile.getValue()) / 1e6;
      sample(name, labels + label("quantile", quantile.getKey()), value);
    }
    double count = Tree.number(us, "count");
    sample(name + "_count", labels, count);
    sample(name + "_sum", labels, count * Tree.number(us, "mean") / 1e6);
  }

  private void objectives() throws IOException {
    Map<String, JsonNode> byText = new LinkedHashMap<>(); // a series must be there once
    Tree.list(run, "objectives").forEach(one -> byText.putIfAbsent(ObjectiveWords.name(one), one));
    Collection<JsonNode> objectives = byText.values();
    family(
        "barrage_objective_met",
        "gauge",
        "",
        "1 if the target was met; not where only the critical level was.");
    for (JsonNode one : objectives) {
      boolean met = Tree.text(one, "verdict").equals(Verdict.PASS.name());
      sample("barrage_objective_met", objective(one), met ? 1 : 0);
    }
    family(
        "barrage_objective_value", "gauge", "", "What was measured: seconds, ratio or per second.");
    for (JsonNode one : objectives) {
      sample("barrage_objective_value", objective(one), base(one, "value"));
    }
    family("barrage_objective_target", "gauge", "", "The bound: seconds, ratio or per second.");
    for (JsonNode one : objectives) {
      sample("barrage_objective_target", objective(one), base(one, "target"));
    }
  }

  private String objective(JsonNode one) {
    return plan + label("objective", ObjectiveWords.name(one));
  }

  private static double base(JsonNode objective, String field) {
    double value = Tree.number(objective, field);
    return Tree.text(objective, "unit").equals("us") ? value / 1e6 : value;
  }

  private void traffic() throws IOException {
    counter("barrage_sent_bytes", "bytes", "Sent on the wire, before TLS.", "bytes", "sent");
    counter("barrage_received_bytes", "bytes", "Received on the wire.", "bytes", "received");
    counter("barrage_connections_opened", "", "Connections opened.", "connections", "opened");
    counter("barrage_connections_failed", "", "Connections failed.", "connections", "failed");
  }

  private void generator() throws IOException {
    JsonNode health = run.path("generator");
    gauge(
        "barrage_generator_busy_ratio", "ratio", "Busiest loop.", Tree.number(health, "cpu_busy"));
    gauge(
        "barrage_generator_loop_stall_max_seconds",
        "seconds",
        "Longest stall of an event loop.",
        Tree.number(health, "loop_stall_ms_max") / 1e3);
    gauge(
        "barrage_generator_collector_pause_max_seconds",
        "seconds",
        "Longest pause by the garbage collector.",
        Tree.number(health, "gc_pause_ms_max") / 1e3);
  }

  private void counter(String name, String unit, String help, String... path) throws IOException {
    family(name, "counter", unit, help);
    sample(name + "_total", plan, Tree.number(run, path));
  }

  private void gauge(String name, String unit, String help, String field) throws IOException {
    gauge(name, unit, help, Tree.number(run, field));
  }

  private void gauge(String name, String unit, String help, double value) throws IOException {
    family(name, "gauge", unit, help);
    sample(name, plan, value);
  }

  private void family(String name, String type, String unit, String help) throws IOException {
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    if (!unit.isEmpty()) {
      out.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
    }
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
  }

  private void sample(String name, String labels, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.append(name).append('{').append(labels, 0, labels.length() - 1).append("} ");
      out.append(Figures.plainDecimal(value));
      out.append('\n');
    }
  }

  /** {@code name="value",}. */
  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped.replaceAll("\\p{Cntrl}", "·") + "\",";
  }
}
