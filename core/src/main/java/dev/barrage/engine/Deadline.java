package dev.barrage.engine;

import org.jspecify.annotations.Nullable;

/** A point in time at which something is given up; member of one {@link Deadlines} at a time. */
abstract class Deadline {
  long atNs;
  @Nullable Deadlines list;
  @Nullable Deadline previous;
  @Nullable Deadline next;

  /** Takes it out of its list; harmless if it is in none. */
  final void cancel() {
    if (list != null) {
      list.remove(this);
    }
  }
}
