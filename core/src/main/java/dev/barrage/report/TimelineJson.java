package dev.barrage.report;

import static dev.barrage.report.JsonValues.number;

import dev.barrage.measure.Measurement.TimelineRow;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One second of {@code timeline}. */
final class TimelineJson {
  private TimelineJson() {}

  static ObjectNode row(TimelineRow row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("t_s", row.tS());
    json.put("length_s", row.lengthS());
    json.put("phase", row.phase());
    json.put("started", row.started());
    json.put("ok", row.ok());
    json.put("failed", row.failed());
    json.put("dropped", row.dropped());
    json.put("in_flight", row.inFlight());
    json.put("users", row.users());
    json.put("content_bytes", row.contentBytes());
    ObjectNode latency = json.putObject("latency_us");
    number(latency, "p50", row.latencyP50Us());
    number(latency, "p95", row.latencyP95Us());
    number(latency, "p99", row.latencyP99Us());
    number(latency, "max", row.latencyMaxUs());
    ObjectNode sendLag = json.putObject("send_lag_us");
    number(sendLag, "p99", row.sendLagP99Us());
    number(sendLag, "max", row.sendLagMaxUs());
    return json;
  }
}
