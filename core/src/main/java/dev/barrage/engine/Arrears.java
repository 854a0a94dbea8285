package dev.barrage.engine;

import dev.barrage.engine.schedule.ArrivalSchedule;

/**
 * What a loop that has come late does about the arrivals it owes. One that sends all of them at
 * once opens a connection for each, which no punctual one would need, and the target pays for them
 * for the rest of the run.
 *
 * <p>Against a target that takes the time T for an iteration, a punctual loop has those arrivals
 * under way that were due in the last T: Λ(t) − Λ(t − T). A late one may have twice as many as that
 * loop had when the arrival was due, so that it catches up, and always {@link #ALWAYS}. T is the
 * age of the oldest iteration under way when the loop last looked: it grows while a target stands
 * still, so that one that is slow gets what a punctual loop would send. An arrival that waits here
 * has not been dispatched: it is the generator's lateness, and counts as send lag.
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

  /** Iterations under way, oldest first. */
  private final Deadlines underWay = new Deadlines(0);

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

  /** The session begins an iteration now; once it is over its {@code underWay} is cancelled. */
  void begun(Session session, long nowNs) {
    underWay.add(session.underWay, nowNs);
  }

  /** Whether an arrival that was due then has to wait until others have been answered. */
  boolean hold(long dueNs, Transport transport, long nowNs) {
    areHeld =
        nowNs - dueNs > LATE_NS
            && transport.inFlight() >= Math.max(ALWAYS, transport.connections())
            && transport.inFlight() >= ALWAYS + 2 * punctual(dueNs, transport.lookedNs());
    heldNs = nowNs;
    return areHeld;
  }

  /** Arrivals that a punctual loop would have had under way when this one was due. */
  private double punctual(long dueNs, long lookedNs) {
    Deadline oldest = underWay.first();
    long ageNs = oldest == null ? 0 : Math.max(0, lookedNs - oldest.atNs);
    return due(dueNs - ageNs, dueNs + 1); // those of a replay that are due at once are in
  }

  /** Arrivals of this loop that are due in that time. */
  private double due(long fromNs, long toNs) {
    long startNs = timing.startNs();
    double all = schedule.expectedCount(toNs - startNs) - schedule.expectedCount(fromNs - startNs);
    return all / loops;
  }

  /** Whether an arrival that was due then is left out. */
  boolean forgives(long dueNs, long nowNs) {
    return dueNs - timing.measureNs() < 0
        && nowNs - dueNs > LATE_NS
        && due(dueNs, nowNs) > Traffic.BURST;
  }

  /** When the loop is to look at the arrival again that is due then. */
  long nextNs(long dueNs) {
    return areHeld ? heldNs + PATIENCE_NS : dueNs;
  }
}
