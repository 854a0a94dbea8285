package dev.barrage.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The requests in flight of one loop, in a list for each length of time that they may take, oldest
 * first. Adding and looking allocate nothing. The loop's thread only.
 */
final class RequestDeadlines {
  private static final int MOST = 64;

  private Deadlines[] lists;

  /**
   * @param lengthsNs those known from the start: list i is of {@code lengthsNs[i]}
   */
  RequestDeadlines(long[] lengthsNs) {
    this.lists = Arrays.stream(lengthsNs).mapToObj(Deadlines::new).toArray(Deadlines[]::new);
  }

  /**
   * The list of requests that have so long; those of scripts are made when first asked for. Beyond
   * the bound the nearest longer one serves.
   */
  int list(long lengthNs) {
    int nearest = 0;
    for (int i = 0; i < lists.length; i++) {
      long length = lists[i].lengthNs;
      if (length == lengthNs) {
        return i;
      }
      boolean nearer = length > lengthNs && length < lists[nearest].lengthNs;
      nearest = nearer || lists[nearest].lengthNs < lengthNs ? i : nearest;
    }
    int last = lists.length;
    if (last >= MOST) {
      return nearest;
    }
    lists = Arrays.copyOf(lists, last + 1);
    lists[last] = new Deadlines(lengthNs);
    return last;
  }

  /** A request is in flight from now on, until its deadline is cancelled. */
  void add(Session session, long nowNs) {
    lists[session.call().deadline()].add(session.deadline, nowNs);
  }

  /** Whose time is over; null: nobody's. */
  @Nullable Session passed(long nowNs) {
    for (Deadlines list : lists) {
      if (list.passed(nowNs) instanceof Session.RequestDeadline deadline) {
        return deadline.session;
      }
    }
    return null;
  }

  /** Anyone in flight; null: nobody is. */
  @Nullable Session any() {
    for (Deadlines list : lists) {
      if (list.first() instanceof Session.RequestDeadline deadline) {
        return deadline.session;
      }
    }
    return null;
  }

  /** The earliest deadline, or this time if that is earlier. */
  long nextNs(long otherNs) {
    long next = otherNs;
    for (Deadlines list : lists) {
      next = list.earliest(next);
    }
    return next;
  }
}
