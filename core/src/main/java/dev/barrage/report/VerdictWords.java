package dev.barrage.report;

import dev.barrage.verdict.Verdict;

/** What a verdict means, in a sentence; the same on the console and in the HTML report. */
final class VerdictWords {
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
}
