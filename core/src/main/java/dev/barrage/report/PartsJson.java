package dev.barrage.report;

import static dev.barrage.report.JsonValues.distribution;
import static dev.barrage.report.JsonValues.number;
import static dev.barrage.report.JsonValues.time;

import dev.barrage.measure.Measurement;
import dev.barrage.measure.Measurement.GroupResult;
import dev.barrage.measure.Measurement.RequestResult;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who did what: {@code requests}, {@code groups}, {@code users} and {@code errors}. */
final class PartsJson {
  private PartsJson() {}

  static ObjectNode request(RequestResult request, boolean marked) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", request.name());
    json.put("method", request.method());
    json.set("counts", CountsJson.counts(request.totals().counts(), marked));
    json.set("outcomes", CountsJson.outcomes(request.totals().outcomes()));
    json.set("statuses", CountsJson.statuses(request.totals().statuses()));
    number(json, "throughput_per_s", request.totals().throughputPerS());
    distribution(json, "latency_us", request.totals().latency());
    distribution(json, "service_time_us", request.totals().serviceTime());
    json.put("content_bytes", request.contentBytes());
    return json;
  }

  static ObjectNode group(GroupResult group) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", group.name());
    json.putObject("counts")
        .put("started", group.started())
        .put("ok", group.ok())
        .put("failed", group.failed())
        .put("unfinished", group.unfinished());
    number(json, "ok_per_s", group.okPerS());
    distribution(json, "latency_us", group.latency());
    distribution(json, "without_pauses_us", group.busy());
    return json;
  }

  static void users(ArrayNode json, Measurement m) {
    for (Measurement.UserResult user : m.parts().users()) {
      ObjectNode one = json.addObject().put("name", user.name());
      one.put("peak", user.peak() < 0 ? null : Long.valueOf(user.peak()));
      one.put("started", user.started());
    }
  }

  static void errors(ArrayNode json, Measurement m) {
    for (Measurement.Failure failure : m.parts().errors()) {
      json.addObject()
          .put("request", failure.request())
          .put("outcome", failure.outcome().id())
          .put("message", failure.message())
          .put("count", failure.count())
          .put("first_at", time(failure.firstAt()))
          .put("last_at", time(failure.lastAt()))
          .put("sample", failure.sample().isEmpty() ? null : failure.sample());
    }
    for (Measurement.ScriptFailure failure : m.parts().scriptFailures()) {
      json.addObject()
          .put("request", failure.script())
          .put("outcome", "script_failed")
          .put("message", failure.message())
          .put("count", failure.count())
          .put("first_at", time(failure.firstAt()))
          .put("last_at", time(failure.lastAt()))
          .put("sample", failure.trace().lines().limit(8).collect(Collectors.joining("\n")));
    }
  }
}
