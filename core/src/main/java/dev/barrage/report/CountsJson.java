package dev.barrage.report;

import dev.barrage.engine.Outcome;
import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.Counts;
import dev.barrage.plan.Rate;
import java.util.Map;
import java.util.SortedMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What happened in whole numbers, of a run or of the requests of one name. */
final class CountsJson {
  private CountsJson() {}

  static ObjectNode counts(Counts counts, boolean marked) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("planned", counts.planned())
            .put("started", counts.started())
            .put("ok", counts.ok())
            .put("failed", counts.failed())
            .put("dropped", counts.dropped())
            .put("unfinished", counts.unfinished())
            .put("warmup", counts.warmup())
            .put("sent", counts.sent());
    if (counts.after() > 0) {
      json.put("after", counts.after()).put("after_failed", counts.afterFailed());
    }
    if (marked) {
      json.put("gateway_errors", counts.gatewayErrors());
    }
    return json;
  }

  static ObjectNode iterations(Measurement.Iterations iterations) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("planned", iterations.planned())
        .put("started", iterations.started())
        .put("completed", iterations.completed())
        .put("dropped", iterations.dropped());
  }

  static ObjectNode outcomes(Map<Outcome, Long> outcomes) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (Outcome outcome : Outcome.values()) {
      json.put(outcome.id(), outcomes.getOrDefault(outcome, 0L));
    }
    return json;
  }

  static ObjectNode statuses(SortedMap<String, Long> statuses) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    statuses.forEach(json::put);
    return json;
  }

  static ObjectNode connections(Measurement.Connections connections) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("opened", connections.opened())
        .put("reused", connections.reused())
        .put("retried", connections.retried())
        .put("failed", connections.failed())
        .put("peak", connections.peak())
        .put("unused", connections.unused());
  }

  static void ceiling(ObjectNode json, Rate maxRate, Measurement m) {
    json.put("max_rate_per_s", maxRate.perSecond());
    json.put("clipped", m.capped().clipped());
    json.put("held", m.capped().held());
  }
}
