package dev.barrage.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sleeping sessions, the next to wake first: a binary heap that allocates only to grow. */
final class Alarms {
  private long[] times = new long[64];
  private @Nullable Session[] sessions = new Session[64];
  private int size;

  void add(Session session, long atNs) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      sessions = Arrays.copyOf(sessions, size * 2);
    }
    int i = size++;
    while (i > 0) {
      int parent = (i - 1) >> 1;
      if (times[parent] <= atNs) {
        break;
      }
      times[i] = times[parent];
      sessions[i] = sessions[parent];
      i = parent;
    }
    times[i] = atNs;
    sessions[i] = session;
  }

  /** Takes out the sessions that a test tells, in no order; allocates. */
  List<Session> removeIf(Predicate<Session> test) {
    List<Session> removed = new ArrayList<>();
    long[] allTimes = times;
    @Nullable Session[] all = sessions;
    int count = size;
    times = new long[all.length];
    sessions = new Session[all.length];
    size = 0;
    for (int i = 0; i < count; i++) {
      Session session = java.util.Objects.requireNonNull(all[i]);
      if (test.test(session)) {
        removed.add(session);
      } else {
        add(session, allTimes[i]);
      }
    }
    return removed;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** When the next session wakes; {@link Long#MAX_VALUE} if none sleeps. */
  long nextNs() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** Takes out the next session to wake. */
  Session remove() {
    Session result = java.util.Objects.requireNonNull(sessions[0]);
    size--;
    long atNs = times[size];
    Session moved = sessions[size];
    sessions[size] = null;
    int i = 0;
    for (int child; (child = 2 * i + 1) < size; i = child) {
      if (child + 1 < size && times[child + 1] < times[child]) {
        child++;
      }
      if (atNs <= times[child]) {
        break;
      }
      times[i] = times[child];
      sessions[i] = sessions[child];
    }
    if (size > 0) {
      times[i] = atNs;
      sessions[i] = moved;
    }
    return result;
  }
}
