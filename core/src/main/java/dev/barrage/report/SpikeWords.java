package dev.barrage.report;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a spike did, in sentences: for the console and the report. */
final class SpikeWords {
  private SpikeWords() {}

  /**
   * @param spike of {@code run.json}
   */
  static List<String> lines(JsonNode spike) {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("before", "during", "after")) {
      lines.add(name + ": " + part(Tree.at(spike, name)));
    }
    lines.add(recovery(spike));
    return lines;
  }

  private static String part(JsonNode part) {
    long refused = Tree.count(part, "refused");
    long broken = Tree.count(part, "broken");
    long dropped = Tree.count(part, "dropped");
    return Figures.perSecond(Tree.number(part, "ok_per_s"))
        + (" good, p50 " + Figures.us(Tree.number(part, "p50_us")))
        + (", p95 " + Figures.us(Tree.number(part, "p95_us")))
        + ("; " + Figures.count(refused) + " refused, " + Figures.count(broken) + " without answer")
        + (dropped > 0 ? ", " + Figures.count(dropped) + " dropped" : "");
  }

  private static String recovery(JsonNode spike) {
    double limitUs = Tree.number(spike, "recovered_below_us");
    double recoveryS = Tree.number(spike, "recovery_s");
    if (Double.isNaN(limitUs)) {
      return "recovery is not known: nothing was good before the spike";
    }
    return Double.isNaN(recoveryS)
        ? "not recovered: in "
            + Figures.seconds(Tree.number(spike, "watched_s"))
            + " after it p95 was not back below "
            + Figures.us(limitUs)
            + " to stay"
        : "recovered " + Figures.seconds(recoveryS) + " after it: p95 below " + Figures.us(limitUs);
  }
}
