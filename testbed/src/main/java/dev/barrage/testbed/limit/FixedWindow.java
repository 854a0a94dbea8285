package dev.barrage.testbed.limit;

/** One counter per window, emptied when the window ends. */
final class FixedWindow implements Limiter {
  private final Limit limit;
  private long windowStartNs;
  private int used;

  FixedWindow(Limit limit, long nowNs) {
    this.limit = limit;
    this.windowStartNs = nowNs;
  }

  @Override
  public Decision tryAcquire(long nowNs) {
    long windows = (nowNs - windowStartNs) / limit.windowNs();
    if (windows > 0) {
      windowStartNs += windows * limit.windowNs();
      used = 0;
    }
    boolean allowed = used < limit.permits();
    if (allowed) {
      used++;
    }
    long resetNs = windowStartNs + limit.windowNs() - nowNs;
    return new Decision(allowed, limit.permits(), limit.permits() - used, resetNs);
  }
}
