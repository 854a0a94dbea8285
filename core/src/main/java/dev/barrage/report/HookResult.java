package dev.barrage.report;

import dev.barrage.verdict.Judgement.Reason;
import dev.barrage.verdict.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of a command or request before, after or during a run.
 *
 * @param phase {@code before}, {@code after}, {@code inject} or {@code undo}
 * @param hook what was done, on one line
 * @param ok whether it did what it should
 * @param code exit code of a command, status of a request; empty: there was none
 * @param message what came of it, in one sentence
 * @param output the end of what a command printed, or the beginning of a response's body; bounded
 */
public record HookResult(
    String phase,
    String hook,
    boolean ok,
    OptionalInt code,
    String message,
    Duration took,
    String output) {

  /** What a run is warned of, where it failed. */
  Optional<Reason> warning() {
    return ok()
        ? Optional.empty()
        : Optional.of(
            new Reason(
                "hook",
                Verdict.WARN,
                phase + ": " + hook + ": " + message,
                Double.NaN,
                Double.NaN));
  }
}
