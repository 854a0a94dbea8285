package dev.barrage.testbed.upstream;

import java.util.Map;

/** The counts in Prometheus' text format, version 0.0.4. */
final class MetricsText {
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private MetricsText() {}

  static String of(Counts counts) {
    StringBuilder out = new StringBuilder(2048);
    describe(out, "upstream_requests_received_total", "counter", "Requests received.");
    counts.paths().forEach((path, seen) -> labelled(out, path, seen.received()));
    describe(out, "upstream_requests_total", "counter", "Requests answered.");
    counts.paths().forEach((path, seen) -> answered(out, path, seen.statuses()));
    single(out, "upstream_requests_abandoned_total", "counter", counts.abandoned());
    single(out, "upstream_requests_in_flight", "gauge", counts.inFlight());
    single(out, "upstream_connections_open", "gauge", counts.connectionsOpen());
    single(out, "upstream_connections_accepted_total", "counter", counts.connectionsAccepted());
    single(out, "upstream_websocket_messages_total", "counter", counts.webSocketMessages());
    single(out, "upstream_events_total", "counter", counts.events());
    return out.toString();
  }

  private static void describe(StringBuilder out, String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void labelled(StringBuilder out, String path, long value) {
    out.append("upstream_requests_received_total{path=\"").append(path).append("\"} ");
    out.append(value).append('\n');
  }

  private static void answered(StringBuilder out, String path, Map<Integer, Long> statuses) {
    statuses.forEach((status, value) -> {
      out.append("upstream_requests_total{path=\"").append(path);
      out.append("\",status=\"").append(status).append("\"} ").append(value).append('\n');
    });
  }

  private static void single(StringBuilder out, String name, String type, long value) {
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    out.append(name).append(' ').append(value).append('\n');
  }
}
