package dev.barrage.plan;

import java.time.Duration;

/** One step of a task: a {@link Request}, or a pause before the next one. */
public sealed interface Step permits Step.Pause, Request {
  /** Think time between two steps: {@code wait: 200ms}; a range is drawn uniformly. */
  record Pause(Duration min, Duration max) implements Step {
    public Pause {
      if (min.isNegative() || max.compareTo(min) < 0) {
        throw new IllegalArgumentException(
            "pause is " + min + ".." + max + "; must be >= 0 and in rising order");
      }
    }
  }
}
