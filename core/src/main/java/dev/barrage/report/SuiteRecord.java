package dev.barrage.report;

import dev.barrage.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * All that is known of a suite: its runs, as each recorded itself.
 *
 * @param runs in order, those that were begun
 * @param planned how many there were to be
 * @param interrupted whether a signal, or a run that could not begin, ended it early
 * @param problem why a run could not begin; empty: none
 */
public record SuiteRecord(
    String name,
    List<Part> runs,
    int planned,
    boolean interrupted,
    String problem,
    Instant startedAt,
    Instant endedAt) {
  public SuiteRecord {
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param scenario name of its plan
   * @param repetition from 1
   * @param directory its record's, within the suite's
   * @param run the tree of its {@code run.json}
   */
  public record Part(String scenario, int repetition, String directory, JsonNode run) {
    public Verdict verdict() {
      return Verdict.valueOf(Tree.text(run, "verdict"));
    }
  }

  /** The worst of the runs'; INCONCLUSIVE if there is none. */
  public Verdict verdict() {
    return runs.isEmpty()
        ? Verdict.INCONCLUSIVE
        : Verdict.worst(runs.stream().map(Part::verdict).toList());
  }

  /** Names of what was run, in order. */
  List<String> scenarios() {
    return runs.stream().map(Part::scenario).distinct().toList();
  }

  List<Part> of(String scenario) {
    return runs.stream().filter(part -> part.scenario().equals(scenario)).toList();
  }
}
