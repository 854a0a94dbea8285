package dev.barrage.measure.outage;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When failures began and had gone, by their place in the plan: told by whoever injects them, read
 * by the loops. For any thread; times are {@link System#nanoTime()}.
 */
public final class OutageClock {
  static final long UNKNOWN = 0;

  private final AtomicLongArray fromNs;
  private final AtomicLongArray untilNs;

  public OutageClock(int outages) {
    fromNs = new AtomicLongArray(outages);
    untilNs = new AtomicLongArray(outages);
  }

  /** From now on it may be felt. */
  public void begin(int outage) {
    fromNs.setRelease(outage, now());
  }

  /** It has been taken away. */
  public void end(int outage) {
    untilNs.setRelease(outage, now());
  }

  private static long now() {
    long ns = System.nanoTime();
    return ns == UNKNOWN ? 1 : ns;
  }

  int size() {
    return fromNs.length();
  }

  /** {@link #UNKNOWN} until it is told. */
  long fromNs(int outage) {
    return fromNs.getAcquire(outage);
  }

  /** {@link #UNKNOWN} until it is told. */
  long untilNs(int outage) {
    return untilNs.getAcquire(outage);
  }
}
