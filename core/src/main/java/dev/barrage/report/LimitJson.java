package dev.barrage.report;

import static dev.barrage.report.JsonValues.number;

import dev.barrage.measure.limit.LimitResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a run tells of a rate limit, as {@code rate_limit} of {@code run.json}. */
final class LimitJson {
  private LimitJson() {}

  static ObjectNode tree(LimitResult limit) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("answers", limit.answers());
    json.put("admitted", limit.admitted());
    json.put("refused", limit.refused());
    json.put("lost", limit.lost());
    json.put("clients", limit.clients());
    number(json, "offered_per_s", limit.offeredPerS());
    number(json, "admitted_per_s", limit.admittedPerS());
    number(json, "admitted_low_per_s", limit.admittedLowPerS());
    number(json, "admitted_high_per_s", limit.admittedHighPerS());
    number(json, "expected_per_s", limit.expectedPerS());
    number(json, "deviation_ratio", limit.deviation());
    number(json, "first_refused_s", limit.firstRefusedS());
    number(json, "overshoot_ratio", limit.overshoot());
    json.put("double_burst", limit.isDoubleBurst());
    number(json, "fairness", limit.fairness());
    number(json, "recovery_s", limit.recoveryS());
    number(json, "recovered_at_s", limit.recoveredAtS());
    number(json, "retry_after_ratio", limit.retryAfter());
    number(json, "retry_after_true_ratio", limit.truthful());
    number(json, "retry_after_early_ratio", limit.earlier());
    number(json, "limit_fields_ratio", limit.limitFields());
    json.put("limit_wrong", limit.limitWrong());
    json.put("remaining_wrong", limit.remainingWrong());
    json.put("window_wrong", limit.windowWrong());
    json.put("malformed", limit.malformed());
    number(json, "reset_true_ratio", limit.resetTruthful());
    return json;
  }
}
