package dev.barrage.report;

import static dev.barrage.report.JsonValues.distribution;
import static dev.barrage.report.JsonValues.number;

import dev.barrage.measure.Diagnosis;
import dev.barrage.measure.Diagnosis.Breakdown;
import dev.barrage.measure.Diagnosis.Connection;
import dev.barrage.measure.Diagnosis.Slow;
import dev.barrage.measure.Diagnosis.Value;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where to look for a cause, as {@code slowest} and {@code breakdowns} of {@code run.json}. */
final class DiagnosisJson {
  private DiagnosisJson() {}

  static void write(ObjectNode json, Diagnosis diagnosis) {
    ArrayNode slowest = json.putArray("slowest");
    diagnosis.slowest().forEach(slow -> slow(slowest.addObject(), slow));
    ArrayNode breakdowns = json.putArray("breakdowns");
    for (Breakdown breakdown : diagnosis.breakdowns()) {
      ObjectNode one = breakdowns.addObject().put("by", breakdown.by());
      ArrayNode values = one.putArray("values");
      breakdown.values().forEach(value -> value(values.addObject(), value));
    }
  }

  private static void slow(ObjectNode json, Slow slow) {
    json.put("request", slow.request());
    json.put("user", slow.user());
    json.put("intended_at", slow.intendedAt().toString());
    json.put("t_s", slow.tS());
    number(json, "latency_us", slow.latencyUs());
    number(json, "service_time_us", slow.serviceUs());
    ObjectNode phases = json.putObject("phases");
    number(phases, "user_us", slow.phases().userUs());
    number(phases, "send_lag_us", slow.phases().sendLagUs());
    number(phases, "queue_us", slow.phases().queueUs());
    number(phases, "first_byte_us", slow.phases().firstByteUs());
    number(phases, "last_byte_us", slow.phases().lastByteUs());
    json.put("status", slow.status() == 0 ? null : Integer.valueOf(slow.status()));
    json.put("outcome", slow.outcome().id());
    json.put("message", slow.message().isEmpty() ? null : slow.message());
    slow.connection()
        .ifPresentOrElse(
            connection -> connection(json.putObject("connection"), connection),
            () -> json.putNull("connection"));
    json.put("traceparent", slow.traceparent().orElse(null));
    ObjectNode headers = json.putObject("headers");
    slow.headers().forEach(headers::put);
  }

  private static void connection(ObjectNode json, Connection connection) {
    json.put("address", connection.address());
    number(json, "age_s", connection.ageS());
    json.put("served", connection.served());
    number(json, "connect_us", connection.connectUs());
    number(json, "tls_us", connection.tlsUs());
  }

  private static void value(ObjectNode json, Value value) {
    json.put("kind", value.kind().name().toLowerCase(Locale.ROOT));
    json.put("value", value.kind() == Diagnosis.Kind.VALUE ? value.value() : null);
    json.put("count", value.count());
    json.put("ok", value.ok());
    ObjectNode outcomes = json.putObject("outcomes");
    value.outcomes().forEach((outcome, count) -> outcomes.put(outcome.id(), count));
    distribution(json, "latency_us", value.latency());
  }
}
