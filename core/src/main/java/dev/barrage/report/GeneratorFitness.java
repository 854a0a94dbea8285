package dev.barrage.report;

import dev.barrage.verdict.Judgement;
import dev.barrage.verdict.Verdict;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Whether the generator was fit to measure, by the reasons of a verdict; told alike in all outputs.
 * From good to bad.
 */
enum GeneratorFitness {
  FIT("fit"),
  STRAINED("strained"),
  /** Of a run that was killed: nobody can say. */
  UNKNOWN("not known"),
  UNFIT("not fit");

  /** Rules that judge the generator and its machine, never the target. */
  private static final Set<String> RULES =
      Set.of(
          "send-lag",
          "loop-stall",
          "gc-pause",
          "steal",
          "clock-jump",
          "own-limit",
          "conservation",
          "arrivals-not-taken-up",
          "generator-saturated",
          "generator-failed");

  private static final String NOT_MEASURED = "generator-not-measured";

  final String words;

  GeneratorFitness(String words) {
    this.words = words;
  }

  static GeneratorFitness of(Judgement judgement) {
    return worst(judgement.reasons().stream().map(r -> of(r.rule(), r.verdict().name())));
  }

  /** As {@code run.json} has it. */
  static GeneratorFitness of(JsonNode run) {
    return worst(
        Tree.list(run, "reasons").stream()
            .map(reason -> of(Tree.text(reason, "rule"), Tree.text(reason, "verdict"))));
  }

  private static GeneratorFitness worst(Stream<GeneratorFitness> each) {
    return each.max(Comparator.naturalOrder()).orElse(FIT);
  }

  private static GeneratorFitness of(String rule, String verdict) {
    if (rule.equals(NOT_MEASURED)) {
      return UNKNOWN;
    }
    if (!RULES.contains(rule)) {
      return FIT;
    }
    return verdict.equals(Verdict.INVALID.name()) ? UNFIT : STRAINED;
  }
}
