package dev.barrage.engine;

import dev.barrage.engine.feed.Feed;

/** Gives sessions the values of their next iteration. A loop's own; its thread only. */
final class Feeding {
  private final CompiledPlan plan;

  /** Iterations that have begun and not ended. */
  private int underWay;

  Feeding(CompiledPlan plan) {
    this.plan = plan;
  }

  /** No iteration begins any more: a feeder has no more records. */
  boolean isDry() {
    return plan.dataEnd.hasCome();
  }

  /** Nor is one under way. */
  boolean isOver() {
    return underWay == 0 && isDry();
  }

  /** An iteration has ended. */
  void over() {
    underWay--;
  }

  /**
   * An iteration is to begin: takes a record from each of the class's feeders.
   *
   * @return false: one of them has no more, and the run comes to its end
   */
  boolean feed(Session session, long intendedNs) {
    if (isDry()) {
      return false;
    }
    Feed[] feeds = session.userClass.feeds();
    long draw = feeds.length == 0 ? 0 : session.nextDraw++;
    for (Feed feed : feeds) {
      if (!feed.take(session, session.id, draw)) {
        plan.dataEnd.report(plan.userName(session.userClass()), feed.feeder(), intendedNs);
        return false;
      }
    }
    underWay++;
    return true;
  }
}
