package dev.barrage.cli;

import dev.barrage.overhead.Overhead;
import dev.barrage.overhead.Overhead.Checked;
import dev.barrage.overhead.Overhead.Side;
import dev.barrage.plan.Plan;
import dev.barrage.report.JsonValues;
import dev.barrage.statistics.Estimate;
import dev.barrage.statistics.PercentileDifference;
import dev.barrage.verdict.Judgement.Reason;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code barrage.overhead/1}: times in µs, what is not known is null. */
final class OverheadJson {
  private OverheadJson() {}

  static ObjectNode tree(Plan plan, Overhead overhead) {
    ObjectNode tree = JsonMapper.shared().createObjectNode();
    tree.put("schema", "barrage.overhead/1");
    tree.put("name", plan.name());
    tree.put("seed", plan.inputs().seed());
    tree.put("started_at", overhead.record().measurement().period().startedAt().toString());
    tree.put("ended_at", overhead.record().measurement().period().endedAt().toString());
    tree.put("measured_s", overhead.record().measurement().period().measuredS());
    tree.put("verdict", overhead.verdict().name());
    side(tree.putObject("gateway"), overhead.gateway());
    side(tree.putObject("direct"), overhead.direct());
    tree.put("blocks", overhead.blocks());
    tree.put("block_s", overhead.blockS());
    ArrayNode added = tree.putArray("added");
    overhead.added().forEach(at -> at(added.addObject(), at));
    if (overhead.cpuUsPerRequest().isPresent()) {
      Estimate cpu = overhead.cpuUsPerRequest().get();
      ObjectNode node = tree.putObject("cpu_us_per_request");
      number(node, "value", cpu.value());
      number(node, "low", cpu.low());
      number(node, "high", cpu.high());
    } else {
      tree.putNull("cpu_us_per_request");
    }
    ArrayNode limits = tree.putArray("limits");
    overhead.limits().forEach(checked -> limit(limits.addObject(), checked));
    ArrayNode reasons = tree.putArray("reasons");
    for (Reason reason : overhead.reasons()) {
      ObjectNode node = reasons.addObject();
      node.put("rule", reason.rule());
      node.put("verdict", reason.verdict().name());
      node.put("message", reason.message());
    }
    return tree;
  }

  private static void side(ObjectNode node, Side side) {
    node.put("url", side.url().toString());
    node.put("ok", side.ok());
    node.put("failed", side.failed());
  }

  private static void at(ObjectNode node, PercentileDifference.At at) {
    node.put("percentile", at.percent());
    node.put("headline", Overhead.PERCENTS.contains(at.percent()));
    number(node, "gateway_us", at.one());
    number(node, "direct_us", at.other());
    number(node, "added_us", at.difference().value());
    number(node, "added_low_us", at.difference().low());
    number(node, "added_high_us", at.difference().high());
    number(node, "ratio", at.ratio().value());
    number(node, "ratio_low", at.ratio().low());
    number(node, "ratio_high", at.ratio().high());
  }

  private static void limit(ObjectNode node, Checked checked) {
    node.put("text", checked.limit().text());
    node.put("max_us", checked.limit().maxUs());
    number(node, "added_us", checked.addedUs().value());
    node.put("verdict", checked.verdict().name());
  }

  /** To whole nanoseconds: further digits say nothing. */
  private static void number(ObjectNode json, String name, double value) {
    JsonValues.number(json, name, Math.rint(value * 1e3) / 1e3);
  }
}
