package dev.barrage.engine;

import dev.barrage.engine.schedule.Ceiling;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is under the ceiling on the rate, as one loop sees it: arrivals beyond it are not
 * offered, other requests wait. Without a ceiling it is always everybody's. The loop's thread only.
 */
final class Turns {
  private final @Nullable Ceiling ceiling;
  private final long startNs;
  private final Recorder recorder;

  /**
   * @param ceiling of all loops; null: there is none
   */
  Turns(@Nullable Ceiling ceiling, long startNs, Recorder recorder) {
    this.ceiling = ceiling;
    this.startNs = startNs;
    this.recorder = recorder;
  }

  /** Whether an arrival may be offered now; its first request {@link #given} the turn it took. */
  boolean take(long nowNs) {
    return ceiling == null || ceiling.take(nowNs - startNs);
  }

  void given(Session session) {
    session.hasTurn = ceiling != null;
  }

  /** Whether the session's request has to wait; if so, an alarm is set for when its turn comes. */
  boolean comesLater(Session session, Alarms alarms, long nowNs) {
    if (ceiling == null || session.hasTurn) {
      session.hasTurn = false;
      return false;
    }
    long turnNs = startNs + ceiling.reserve(nowNs - startNs);
    if (turnNs - nowNs <= 0) {
      return false;
    }
    session.awaitsTurn = true;
    session.groups.paused(turnNs - nowNs);
    recorder.held();
    alarms.add(session, turnNs);
    return true;
  }
}
