package dev.barrage.testbed.limit;

/**
 * A rate limit: at most {@code permits} requests per {@code windowNs}.
 *
 * @param algorithm how a window is counted
 * @param permits requests allowed per window; also the burst of a token bucket
 * @param windowNs length of the window in nanoseconds
 */
public record Limit(Algorithm algorithm, int permits, long windowNs) {

  /** Longest burst kept per key: a sliding window remembers the time of each permit. */
  public static final int MAX_PERMITS = 1_000_000;

  /** How requests are counted against the limit. */
  public enum Algorithm {
    /** Windows follow each other from the first request on; each starts with a full allowance. */
    FIXED_WINDOW,
    /** At every instant, no more than the permits within the window just past. */
    SLIDING_WINDOW,
    /** A bucket of {@code permits} tokens, refilled evenly over the window. */
    TOKEN_BUCKET
  }

  public Limit {
    if (permits < 1 || permits > MAX_PERMITS) {
      throw new IllegalArgumentException(
          "limit is " + permits + "; must be 1 to " + MAX_PERMITS + " requests");
    }
    if (windowNs < 1_000_000) {
      throw new IllegalArgumentException("window is " + windowNs + " ns; must be at least 1 ms");
    }
  }

  /** A new counter with nothing used, its first window beginning at {@code nowNs}. */
  public Limiter newLimiter(long nowNs) {
    return switch (algorithm) {
      case FIXED_WINDOW -> new FixedWindow(this, nowNs);
      case SLIDING_WINDOW -> new SlidingWindow(this);
      case TOKEN_BUCKET -> new TokenBucket(this, nowNs);
    };
  }
}
