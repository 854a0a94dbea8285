package dev.barrage.measure;

import dev.barrage.engine.Outcome;
import java.util.Map;

/**
 * What a spike of the load did to the target. NaN: not known.
 *
 * @param limitUs p95 up to which the target counts as recovered: a tenth above that before
 * @param recoveryS from the end of the spike until p95 was back and stayed; NaN: it was not
 * @param watchedS how long the run went on after the spike
 */
public record SpikeResult(
    Part before, Part during, Part after, double limitUs, double recoveryS, double watchedS) {
  /** Requests intended before, during or after the spike. */
  public record Part(
      double fromS,
      double toS,
      double okPerS,
      double p50Us,
      double p95Us,
      Map<Outcome, Long> outcomes,
      long dropped) {
    /** Requests that ended so. */
    public long count(Outcome outcome) {
      return outcomes.getOrDefault(outcome, 0L);
    }

    /** Answered, but not as wished: what a target that degrades gracefully does. */
    public long refused() {
      return count(Outcome.STATUS_REFUSED) + count(Outcome.CHECK_FAILED);
    }

    /** Left without an answer: connections refused or reset, timeouts, broken responses. */
    public long broken() {
      return outcomes.entrySet().stream()
          .filter(e -> !e.getKey().isComplete())
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  public boolean isRecovered() {
    return !Double.isNaN(recoveryS);
  }
}
