package dev.barrage.report;

import dev.barrage.verdict.Verdict;
import java.util.Set;

/** What a verdict means, in a sentence; the same on the console and in the HTML report. */
final class VerdictWords {
  /** Rules that judge the generator and its machine, never the target. */
  private static final Set<String> GENERATOR_RULES =
      Set.of(
          "send-lag",
          "loop-stall",
          "gc-pause",
          "steal",
          "clock-jump",
          "conservation",
          "arrivals-not-taken-up",
          "generator-saturated");

  private VerdictWords() {}

  static String sentence(Verdict verdict) {
    return switch (verdict) {
      case PASS -> "Every objective was met, and the measurement can be trusted.";
      case WARN -> "Passed, with a reservation.";
      case INCONCLUSIVE -> "The evidence is too thin to decide.";
      case FAIL -> "The target did not do what was asked of it.";
      case INVALID -> "The measurement cannot be trusted: it says nothing about the target.";
    };
  }

  static boolean isAboutGenerator(String rule) {
    return GENERATOR_RULES.contains(rule);
  }
}
