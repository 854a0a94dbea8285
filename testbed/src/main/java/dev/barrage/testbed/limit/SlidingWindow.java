package dev.barrage.testbed.limit;

import java.util.Arrays;

/** The exact log of the permits taken: a ring of their times that grows up to the limit. */
final class SlidingWindow implements Limiter {
  private final Limit limit;
  private long[] takenNs = new long[16];
  private int first;
  private int count;

  SlidingWindow(Limit limit) {
    this.limit = limit;
  }

  @Override
  public Decision tryAcquire(long nowNs) {
    while (count > 0 && nowNs - takenNs[first] >= limit.windowNs()) {
      first = (first + 1) % takenNs.length;
      count--;
    }
    boolean allowed = count < limit.permits();
    if (allowed) {
      append(nowNs);
    }
    long untilNs = allowed ? newest() : takenNs[first];
    return new Decision(
        allowed, limit.permits(), limit.permits() - count, untilNs + limit.windowNs() - nowNs);
  }

  private long newest() {
    return takenNs[(first + count - 1) % takenNs.length];
  }

  private void append(long nowNs) {
    if (count == takenNs.length) {
      long[] grown = Arrays.copyOfRange(takenNs, first, first + 2 * count);
      System.arraycopy(takenNs, 0, grown, takenNs.length - first, first);
      takenNs = grown;
      first = 0;
    }
    takenNs[(first + count) % takenNs.length] = nowNs;
    count++;
  }
}
