package dev.barrage.testbed.limit;

/**
 * Whether a request may pass, and what its client is told.
 *
 * @param allowed whether a permit was taken
 * @param limit permits per window
 * @param remaining permits left after this one
 * @param resetNs nanoseconds until more is allowed: for a refused request until the next permit,
 *     for an allowed one until the allowance is full again
 */
public record Decision(boolean allowed, int limit, int remaining, long resetNs) {

  /** {@code resetNs} in whole seconds, rounded up, as the headers carry it. */
  public long resetS() {
    return Math.max(0, Math.ceilDiv(resetNs, 1_000_000_000L));
  }
}
