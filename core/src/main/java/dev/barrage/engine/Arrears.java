package dev.barrage.engine;

import dev.barrage.engine.schedule.ArrivalSchedule;

/**
 * What a loop that has come late does about the arrivals it owes. One that sends all of them at
 * once opens a connection for each, which no punctual one would need, and the target pays for them
 * for the rest of the run.
 *
 * <p>A punctual loop has λW requests in flight, λ being its arrivals per second and W how long the
 * target takes (J. D. C. Little, A Proof for the Queuing Formula L = λW, 1961). A late one may have
 * twice as many, so that it catches up with a target that takes as long as now, and always {@link
 * #ALWAYS}. W is the age of the oldest request that had no answer when the loop last looked: it
 * grows while a target stands still, so that one that is slow gets what a punctual loop would send.
 * An arrival that waits here has not been dispatched: it is the generator's lateness, and counts as
 * send lag.
 *
 * <p>In the warm-up, which counts for nothing, what is owed beyond one burst is left out: added to
 * what is due it would be more than the level that the warm-up is to offer.
 *
 * <p>The loop's thread only.
 */
final class Arrears {
  /** Requests in flight that are always allowed. */
  static final int ALWAYS = 64;

  /** Arrivals that are less late than this are sent as they come. */
  private static final long LATE_NS = 1_000_000;

  /** A loop that waits for answers looks again after this. */
  private static final long PATIENCE_NS = 100_000;

  private final ArrivalSchedule schedule;
  private final Timing timing;
  private final int loops;
  private boolean areHeld;
  private long heldNs;

  /**
   * @param loops that share the schedule's arrivals
   */
  Arrears(ArrivalSchedule schedule, Timing timing, int loops) {
    this.schedule = schedule;
    this.timing = timing;
    this.loops = loops;
  }

  /** Whether an arrival that was due then has to wait until others have been answered. */
  boolean hold(long dueNs, Transport transport, long nowNs) {
    areHeld =
        nowNs - dueNs > LATE_NS
            && transport.inFlight() >= Math.max(ALWAYS, transport.connections())
            && transport.inFlight() >= ALWAYS + 2 * punctual(dueNs, transport, nowNs);
    heldNs = nowNs;
    return areHeld;
  }

  /** λW, of the arrivals from the one that was due then until now. */
  private double punctual(long dueNs, Transport transport, long nowNs) {
    return owed(dueNs, nowNs) / (nowNs - dueNs) * transport.longestInFlightNs();
  }

  private double owed(long dueNs, long nowNs) {
    long startNs = timing.startNs();
    double all = schedule.expectedCount(nowNs - startNs) - schedule.expectedCount(dueNs - startNs);
    return all / loops;
  }

  /** Whether an arrival that was due then is left out. */
  boolean forgives(long dueNs, long nowNs) {
    return dueNs - timing.measureNs() < 0
        && nowNs - dueNs > LATE_NS
        && owed(dueNs, nowNs) > Traffic.BURST;
  }

  /** When the loop is to look at the arrival again that is due then. */
  long nextNs(long dueNs) {
    return areHeld ? heldNs + PATIENCE_NS : dueNs;
  }
}
