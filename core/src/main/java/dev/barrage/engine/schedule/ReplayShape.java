package dev.barrage.engine.schedule;

import dev.barrage.plan.Load;
import dev.barrage.plan.ReplayFile;

/**
 * Arrivals of a recording: Λ(t) counts those whose offset, divided by the speed, is before t.
 *
 * <p>The time of arrival k is offset · 1000 / speed ns rounded down, from its own offset alone.
 */
record ReplayShape(ReplayFile file, long milliSpeed, long lengthNs, long units) implements Shape {
  private static final long NS_PER_US_AND_MILLI = 1_000_000;

  static ReplayShape of(Load.ArrivalStage.Replay replay) {
    long lengthNs = replay.length().toNanos();
    ReplayFile file = replay.file();
    return new ReplayShape(
        file, replay.milliSpeed(), lengthNs, before(file, replay.milliSpeed(), lengthNs));
  }

  private static int before(ReplayFile file, long milliSpeed, long timeNs) {
    int low = 0;
    int high = file.count();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (scaledNs(file.offsetUs(middle), milliSpeed) < timeNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Split, so that the product stays within 64 bits; what does not is beyond every run. */
  private static long scaledNs(long offsetUs, long milliSpeed) {
    long whole = offsetUs / milliSpeed;
    return whole > Long.MAX_VALUE / NS_PER_US_AND_MILLI - 1
        ? Long.MAX_VALUE
        : whole * NS_PER_US_AND_MILLI + offsetUs % milliSpeed * NS_PER_US_AND_MILLI / milliSpeed;
  }

  @Override
  public long timeNs(long k) {
    return scaledNs(file.offsetUs((int) k), milliSpeed);
  }

  /** The task of arrival k, from 0. */
  int task(long k) {
    return file.task((int) k);
  }

  @Override
  public double expected(long timeNs) {
    return before(file, milliSpeed, Math.min(timeNs, lengthNs));
  }

  /** Over the second around it. */
  @Override
  public double rate(long timeNs) {
    long from = Math.max(0, timeNs - SECOND_NS / 2);
    long to = Math.min(lengthNs, timeNs + SECOND_NS / 2);
    return to <= from ? 0 : (expected(to) - expected(from)) * SECOND_NS / (to - from);
  }
}
