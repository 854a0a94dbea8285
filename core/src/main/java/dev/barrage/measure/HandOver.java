package dev.barrage.measure;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How one loop's intervals go to the collector and come back. No lock, and no allocation.
 *
 * <pre>
 *   loop:       current ──(first turn of a new second)──► published
 *   collector:  published ──► merged, cleared ──► returned
 *   loop:       returned ──► current
 * </pre>
 *
 * <p>Two intervals go round. If the collector has not yet given one back, the loop keeps on with
 * the one it has, and tries again in its next turn.
 */
final class HandOver {
  private static final VarHandle PUBLISHED;
  private static final VarHandle RETURNED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      PUBLISHED = lookup.findVarHandle(HandOver.class, "published", Interval.class);
      RETURNED = lookup.findVarHandle(HandOver.class, "returned", Interval.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Slots slots;

  /** The loop's own, of which an interval takes a snapshot. */
  private final long[] counts;

  private final int[] users;
  private long endNs;
  private long boundaryNs;
  private long slot;
  private Interval current;

  @SuppressWarnings("UnusedVariable") // through PUBLISHED
  private @Nullable Interval published;

  @SuppressWarnings("UnusedVariable") // through RETURNED
  private @Nullable Interval returned;

  HandOver(Slots slots, long[] counts, int[] users) {
    this.slots = slots;
    this.counts = counts;
    this.users = users;
    endNs = slots.endNs();
    slot = slots.slotAt(slots.startNs);
    boundaryNs = slots.boundaryAfter(slots.startNs);
    current = new Interval(users.length);
    returned = new Interval(users.length);
  }

  /** Before the loop starts: numbers by so many request names go with each interval. */
  void keepSeconds(int names) {
    if (returned != null) {
      current.byName = new NameSeconds(names);
      returned.byName = new NameSeconds(names);
    }
  }

  /** For the loop: the interval it fills. */
  Interval current() {
    return current;
  }

  /** For the loop, in each turn: the interval that it fills from now on. */
  Interval turn(long nowNs, long endNs) {
    if (endNs != this.endNs) {
      this.endNs = endNs;
      boundaryNs = nowNs;
    }
    if (nowNs - boundaryNs >= 0) {
      pass(nowNs);
    }
    return current;
  }

  /** A second is over: hands the interval to the collector if that gave the other one back. */
  private void pass(long nowNs) {
    Interval next = (Interval) RETURNED.getAcquire(this);
    if (next != null) {
      returned = null;
      Interval full = seal();
      next.inFlight = full.inFlight;
      next.users = full.users;
      System.arraycopy(users, 0, next.peakUsers, 0, users.length);
      current = next;
      PUBLISHED.setRelease(this, full);
      boundaryNs = slots.boundaryAfter(nowNs);
    }
    slot = slots.slotAt(nowNs);
  }

  private Interval seal() {
    current.slot = slot;
    System.arraycopy(counts, 0, current.counts, 0, counts.length);
    return current;
  }

  /** For the collector: what was handed over, if anything. */
  @Nullable Interval take() {
    return (Interval) PUBLISHED.getAcquire(this);
  }

  /** For the collector: it has merged what it took. */
  void giveBack(Interval interval) {
    interval.clear();
    published = null;
    RETURNED.setRelease(this, interval);
  }

  /** The rest; only after the loop has ended. */
  Interval rest() {
    return seal();
  }
}
