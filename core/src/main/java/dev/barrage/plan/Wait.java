package dev.barrage.plan;

import java.time.Duration;

/** How long a user of the closed model pauses between iterations. */
public sealed interface Wait {
  /** No pause: the next request at once. */
  record None() implements Wait {}

  /** The same pause after each iteration: {@code 500ms}. */
  record Constant(Duration pause) implements Wait {}

  /** A pause drawn uniformly after each iteration: {@code 1s..3s}. */
  record Between(Duration min, Duration max) implements Wait {
    public Between {
      if (min.isNegative() || max.compareTo(min) < 0) {
        throw new IllegalArgumentException(
            "wait is " + min + ".." + max + "; must be >= 0 and in rising order");
      }
    }
  }

  /**
   * Iterations begin at fixed distances: {@code pace 2s}. The intended time of an iteration is its
   * place on that grid; an iteration that overruns lets the next start at once, its lateness being
   * latency.
   */
  record Pace(Duration period) implements Wait {}

  /** As {@link Pace}, told as iterations per second of one user: {@code rate 0.5/s}. */
  record PerSecond(Rate rate) implements Wait {
    public PerSecond {
      if (rate.isZero()) {
        throw new IllegalArgumentException("wait rate is 0; must be > 0/s");
      }
    }
  }
}
