package dev.barrage.report;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of a failure that was injected. Times are seconds since the first planned arrival, as
 * those of the timeline.
 *
 * @param failure what made it, on one line
 * @param plannedS when it was to be made
 * @param fromS when that was done; empty: it was not made
 * @param untilS when what takes it away had been done, or the end of the time that it stays; empty:
 *     it was not made
 * @param made what came of making it; empty: the run was over before
 * @param undone what came of taking it away; empty: there was nothing to do
 */
public record InjectionResult(
    String failure,
    double plannedS,
    OptionalDouble fromS,
    OptionalDouble untilS,
    Optional<HookResult> made,
    Optional<HookResult> undone) {

  /** What went wrong with it, in one sentence. */
  public Optional<String> problem() {
    if (made.isEmpty()) {
      return Optional.of(failure + ": was not done: the run was over before its time");
    }
    return made.filter(result -> !result.ok())
        .or(() -> undone.filter(result -> !result.ok()))
        .map(result -> result.hook() + ": " + result.message());
  }
}
