package dev.barrage.engine;

import org.jspecify.annotations.Nullable;

/**
 * Deadlines of one length, in the order in which they were set, which is that in which they pass:
 * adding, removing and looking at the first are O(1) without allocation. One thread.
 */
final class Deadlines {
  final long lengthNs;
  private @Nullable Deadline first;
  private @Nullable Deadline last;

  Deadlines(long lengthNs) {
    this.lengthNs = lengthNs;
  }

  void add(Deadline deadline, long nowNs) {
    deadline.atNs = nowNs + lengthNs;
    deadline.list = this;
    deadline.previous = last;
    deadline.next = null;
    if (last == null) {
      first = deadline;
    } else {
      last.next = deadline;
    }
    last = deadline;
  }

  void remove(Deadline deadline) {
    if (deadline.previous == null) {
      first = deadline.next;
    } else {
      deadline.previous.next = deadline.next;
    }
    if (deadline.next == null) {
      last = deadline.previous;
    } else {
      deadline.next.previous = deadline.previous;
    }
    deadline.previous = null;
    deadline.next = null;
    deadline.list = null;
  }

  @Nullable Deadline first() {
    return first;
  }

  /** The first deadline if it has passed. */
  @Nullable Deadline passed(long nowNs) {
    return first != null && first.atNs - nowNs <= 0 ? first : null;
  }

  /** When the first passes, or this time if that is earlier. */
  long earliest(long otherNs) {
    return first == null ? otherNs : Math.min(otherNs, first.atNs);
  }
}
