package dev.barrage.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A loop's connections to one of the target's URLs: a stack of idle ones, the warmest on top, and a
 * queue of sessions that wait for one. One thread.
 */
final class Pool {
  final int target;
  int connections;
  int connecting;
  int waiting;
  private @Nullable Session firstWaiting;
  private @Nullable Session lastWaiting;
  private @Nullable Connection[] idle = new Connection[64];
  private int idleCount;

  Pool(int target) {
    this.target = target;
  }

  void pushIdle(Connection connection) {
    if (idleCount == idle.length) {
      compact();
    }
    idle[idleCount++] = connection;
  }

  /** Connections closed while idle stay on the stack until they are met here. */
  @Nullable Connection popIdle() {
    while (idleCount > 0) {
      Connection connection = idle[--idleCount];
      idle[idleCount] = null;
      if (connection != null && connection.state == Connection.State.IDLE) {
        return connection;
      }
    }
    return null;
  }

  private void compact() {
    int kept = 0;
    for (int i = 0; i < idleCount; i++) {
      Connection connection = idle[i];
      if (connection != null && connection.state == Connection.State.IDLE) {
        idle[kept++] = connection;
      }
    }
    Arrays.fill(idle, kept, idleCount, null);
    idleCount = kept;
    if (kept > idle.length / 2) {
      idle = Arrays.copyOf(idle, idle.length * 2);
    }
  }

  void enqueue(Session session) {
    session.waiting = true;
    session.previousWaiting = lastWaiting;
    session.nextWaiting = null;
    if (lastWaiting == null) {
      firstWaiting = session;
    } else {
      lastWaiting.nextWaiting = session;
    }
    lastWaiting = session;
    waiting++;
  }

  /** Whether a session waits for which no connection is being opened yet. */
  boolean isNeedy() {
    return waiting > connecting;
  }

  /**
   * Whether it should have a connection before another needy pool: it has fewer, or waits longer.
   */
  boolean isNeedierThan(Pool other) {
    return connections != other.connections
        ? connections < other.connections
        : hasWaitedLongerThan(other);
  }

  /** Whether its first session waits longer than the other's. */
  boolean hasWaitedLongerThan(Pool other) {
    Session mine = firstWaiting;
    Session others = other.firstWaiting;
    return mine != null && (others == null || mine.dispatchedNs - others.dispatchedNs < 0);
  }

  @Nullable Session dequeue() {
    Session session = firstWaiting;
    if (session != null) {
      remove(session);
    }
    return session;
  }

  void remove(Session session) {
    if (!session.waiting) {
      return;
    }
    if (session.previousWaiting == null) {
      firstWaiting = session.nextWaiting;
    } else {
      session.previousWaiting.nextWaiting = session.nextWaiting;
    }
    if (session.nextWaiting == null) {
      lastWaiting = session.previousWaiting;
    } else {
      session.nextWaiting.previousWaiting = session.previousWaiting;
    }
    session.previousWaiting = null;
    session.nextWaiting = null;
    session.waiting = false;
    waiting--;
  }
}
