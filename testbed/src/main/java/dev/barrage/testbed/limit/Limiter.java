package dev.barrage.testbed.limit;

/** Counts the requests of one key against a {@link Limit}. Not thread-safe. */
public sealed interface Limiter permits FixedWindow, SlidingWindow, TokenBucket {

  /** Takes a permit if there is one; {@code nowNs} never goes backwards. */
  Decision tryAcquire(long nowNs);
}
