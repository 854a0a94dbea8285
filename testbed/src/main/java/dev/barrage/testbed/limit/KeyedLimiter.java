package dev.barrage.testbed.limit;

import java.util.concurrent.ConcurrentHashMap;

/**
 * One {@link Limiter} per client key. Safe for any thread.
 *
 * <p>Bounded: past {@value #MAX_KEYS} keys, all new ones share a single allowance, so that a client
 * that invents keys can neither fill the memory nor escape the limit.
 */
public final class KeyedLimiter {
  private static final int MAX_KEYS = 100_000;
  private static final String OVERFLOW = "(more)";

  private final Limit limit;
  private final ConcurrentHashMap<String, Limiter> limiters = new ConcurrentHashMap<>();

  public KeyedLimiter(Limit limit) {
    this.limit = limit;
  }

  /** Takes a permit of {@code key}'s allowance at {@code nowNs}, a {@link System#nanoTime()}. */
  public Decision tryAcquire(String key, long nowNs) {
    Limiter limiter = limiters.get(key);
    if (limiter == null) {
      String admitted = limiters.size() < MAX_KEYS ? key : OVERFLOW;
      limiter = limiters.computeIfAbsent(admitted, k -> limit.newLimiter(nowNs));
    }
    synchronized (limiter) {
      return limiter.tryAcquire(nowNs);
    }
  }
}
