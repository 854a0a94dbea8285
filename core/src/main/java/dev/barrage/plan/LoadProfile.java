package dev.barrage.plan;

import java.time.Duration;

/**
 * The course of a run's traffic: a warm-up, then the stages that are measured.
 *
 * @param warmup time before the measured window; the level of the first stage is offered in it
 * @param load how much traffic, over which stages
 */
public record LoadProfile(Duration warmup, Load load) {
  /**
   * @throws IllegalArgumentException the warm-up is negative
   */
  public LoadProfile {
    if (warmup.isNegative()) {
      throw new IllegalArgumentException("warmup is " + warmup + "; must be >= 0");
    }
  }

  /** The same with other stages. */
  public LoadProfile withLoad(Load other) {
    return new LoadProfile(warmup, other);
  }

  /** Warm-up and stages together: the time over which requests are started. */
  public Duration length() {
    return warmup.plus(load.length());
  }
}
