package dev.barrage.testbed.limit;

/**
 * A bucket of tokens refilled evenly.
 *
 * <p>Kept as the instant at which the bucket would be full (the generic cell rate algorithm), so
 * that integers suffice: each token is worth {@code window / permits}, a request is let through as
 * long as the bucket owes less than a whole window.
 */
final class TokenBucket implements Limiter {
  private final Limit limit;
  private final long tokenNs;
  private long fullAtNs;

  TokenBucket(Limit limit, long nowNs) {
    this.limit = limit;
    this.tokenNs = Math.max(1, limit.windowNs() / limit.permits());
    this.fullAtNs = nowNs;
  }

  @Override
  public Decision tryAcquire(long nowNs) {
    long owedNs = Math.max(0, fullAtNs - nowNs);
    long capacityNs = tokenNs * limit.permits();
    boolean allowed = owedNs + tokenNs <= capacityNs;
    if (allowed) {
      owedNs += tokenNs;
      fullAtNs = nowNs + owedNs;
    }
    int remaining = (int) ((capacityNs - owedNs) / tokenNs);
    long resetNs = allowed ? owedNs : owedNs + tokenNs - capacityNs;
    return new Decision(allowed, limit.permits(), remaining, resetNs);
  }
}
