package dev.barrage.report;

import tools.jackson.databind.JsonNode;

/** A slow start in sentences: for the console and the report. */
final class SlowStartWords {
  private static final int STEP_S = 5;

  private SlowStartWords() {}

  /**
   * @param start {@code slow_start} of {@code run.json}
   */
  static String sentence(JsonNode start) {
    double untilS = Tree.number(start, "until_s");
    double firstUs = Tree.number(start, "first_p50_us");
    long lost = Tree.count(start, "lost");
    String first = Double.isNaN(firstUs) ? "nothing ended" : "p50 was " + Figures.us(firstUs);
    long warmupS = (long) Math.ceil((Tree.number(start, "warmup_s") + untilS) / STEP_S) * STEP_S;
    return "the first "
        + Figures.seconds(untilS)
        + " were not like the rest: "
        + first
        + " in the first second, "
        + Figures.us(Tree.number(start, "then_p50_us"))
        + " in the last third of the run"
        + (lost == 0
            ? ""
            : ", and all of the " + Figures.count(lost) + " failures ended before that")
        + ". A target that has just started answers so; if yours had, try --warmup "
        + warmupS
        + "s";
  }
}
