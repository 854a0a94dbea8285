package dev.barrage.report;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How long it took until the last of the counted requests had ended: the measured window and as
 * much of the drain after it.
 *
 * <p>{@code counts} have the answers that came during the drain, {@code throughput_per_s} of a
 * record does not. Locust and k6 divide all that they counted by all the time it took; so do the
 * files in their form, and a rate times this is the count beside it.
 */
final class CountedTime {
  private CountedTime() {}

  /** Seconds; 0 if nothing was measured. */
  static double ofS(JsonNode run) {
    double measuredS = Tree.number(run, "measured_s");
    return (Double.isFinite(measuredS) ? measuredS : 0) + drainS(Tree.list(run, "timeline"));
  }

  /** From the end of the window to that of the last second in which a request ended. */
  private static double drainS(List<JsonNode> timeline) {
    double lengthS = 0;
    double drainS = 0;
    for (JsonNode row : timeline) {
      if (Tree.text(row, "phase").equals("drain")) {
        lengthS += Tree.number(row, "length_s");
        if (Tree.count(row, "ok") + Tree.count(row, "failed") > 0) {
          drainS = lengthS;
        }
      }
    }
    return drainS;
  }
}
