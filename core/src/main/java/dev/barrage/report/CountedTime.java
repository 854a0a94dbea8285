package dev.barrage.report;

import java.time.Duration;
import java.time.Instant;
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
    List<JsonNode> timeline = Tree.list(run, "timeline");
    double drainS = drainS(timeline);
    if (!Double.isFinite(measuredS) || drainS == 0) {
      return Double.isFinite(measuredS) ? measuredS : 0;
    }
    double allS = measuredS + drainS;
    return Math.clamp(endS(run, timeline), measuredS, allS);
  }

  /** From the begin of the window to that of the record: a row is of a second, begun or whole. */
  private static double endS(JsonNode run, List<JsonNode> timeline) {
    Instant startedAt = Instant.parse(Tree.text(run, "started_at"));
    Instant endedAt = Instant.parse(Tree.text(run, "ended_at"));
    double warmupS =
        timeline.stream()
            .filter(row -> Tree.text(row, "phase").equals("measure"))
            .mapToDouble(row -> Tree.number(row, "t_s"))
            .findFirst()
            .orElse(0);
    return Duration.between(startedAt, endedAt).toMillis() / 1e3 - warmupS;
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
