package dev.barrage.engine;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Users on their way from one thread to another: any thread puts, one takes all at once. A user is
 * in one mailbox at a time and is its own link: nothing is allocated, nobody waits.
 */
final class Mailbox {
  private final AtomicReference<@Nullable ScriptedUser> newest = new AtomicReference<>();

  void put(ScriptedUser user) {
    ScriptedUser before;
    do {
      before = newest.get();
      user.next = before;
    } while (!newest.compareAndSet(before, user));
  }

  boolean isEmpty() {
    return newest.get() == null;
  }

  /** All of them, linked by {@link ScriptedUser#next} in the order in which they were put. */
  @Nullable ScriptedUser takeAll() {
    ScriptedUser rest = newest.getAndSet(null);
    ScriptedUser oldest = null;
    while (rest != null) {
      ScriptedUser before = rest.next;
      rest.next = oldest;
      oldest = rest;
      rest = before;
    }
    return oldest;
  }
}
