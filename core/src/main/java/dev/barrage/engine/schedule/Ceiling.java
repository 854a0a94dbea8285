package dev.barrage.engine.schedule;

import dev.barrage.plan.Rate;
import java.util.concurrent.atomic.AtomicLong;

/**
 * At most so many requests per second, over all loops of a run: slots evenly apart, each of which
 * lets one request through.
 *
 * <pre>
 *   rate 4/s      slot 0     1     2     3     4
 *                 ─────┼─────┼─────┼─────┼─────┼──►
 *                      0   250   500   750  1000 ms
 * </pre>
 *
 * <p>Slot k is at floor(k · denominator · 10⁹ / numerator) ns: computed from k alone, in integers,
 * so nothing drifts. A slot that was not used when it was due can still be for 250 ms, or until the
 * next one is due if that is later: a loop that stood still, which in a valid run is for less,
 * loses no arrivals. So any span of T seconds sees at most rate · (T + 0.25) + 1 requests.
 *
 * <p>Any thread; no lock, no allocation.
 */
public final class Ceiling {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final long CATCH_UP_NS = 250_000_000L;

  private final long slots;
  private final long perNs;
  private final long catchUpNs;
  private final AtomicLong next = new AtomicLong();

  public Ceiling(Rate rate) {
    slots = rate.numerator();
    perNs = Math.multiplyExact(rate.denominator(), SECOND_NS);
    catchUpNs = Math.max(CATCH_UP_NS, timeNs(1));
  }

  /**
   * Takes a slot that is due.
   *
   * @param offsetNs since the start of the run
   * @return false: none is due, and nothing was taken
   */
  public boolean take(long offsetNs) {
    while (true) {
      long free = next.get();
      long slot = slot(free, offsetNs);
      if (timeNs(slot) > offsetNs) {
        return false;
      }
      if (next.compareAndSet(free, slot + 1)) {
        return true;
      }
    }
  }

  /**
   * Takes the next slot, due or not.
   *
   * @param offsetNs since the start of the run
   * @return when the request may go, not before {@code offsetNs}
   */
  public long reserve(long offsetNs) {
    while (true) {
      long free = next.get();
      long slot = slot(free, offsetNs);
      if (next.compareAndSet(free, slot + 1)) {
        return Math.max(offsetNs, timeNs(slot));
      }
    }
  }

  /** The first free slot that is not too old. */
  private long slot(long free, long offsetNs) {
    return Math.max(free, Wide.mulDivCeil(Math.max(0, offsetNs - catchUpNs), slots, perNs));
  }

  private long timeNs(long slot) {
    return Wide.mulDivFloor(slot, perNs, slots);
  }
}
