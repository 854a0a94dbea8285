package dev.barrage.engine;

import dev.barrage.engine.io.Poller;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands users over between one event loop and the virtual threads of their scripts, in batches: a
 * lone hand-over there and back costs 25 µs of CPU, one of 64 costs 2 µs.
 *
 * <pre>
 *   loop ──give, deliver──► toScripts ──► postman: wakes 64 scripts, lets them run ─┐
 *    ▲                                                                              │
 *    └── one wake-up, if it rests ◄── fromScripts ◄── each asks for what comes next ┘
 * </pre>
 *
 * <p>The postman is a virtual thread: scripts that it wakes queue up on its own carrier, and by
 * yielding it gets behind them, where what they ask for has been posted. Only then is the loop
 * woken. A script that was busy meanwhile wakes the loop itself.
 */
final class Handover {
  private static final int BATCH = 64;

  private final Poller poller;
  private final Mailbox toScripts = new Mailbox();
  private final Mailbox fromScripts = new Mailbox();
  private final Thread postman = Thread.ofVirtual().name("barrage-postman").unstarted(this::work);

  /** Whether the loop is about to wait: the first post then wakes it. */
  private final AtomicBoolean resting = new AtomicBoolean();

  /** Whether the postman will look at the loop's mail before it parks. */
  private volatile boolean delivering;

  private volatile boolean closed;
  private boolean started;
  private boolean given;

  Handover(Poller poller) {
    this.poller = poller;
  }

  /** From the loop to the script, with the next {@link #deliver}. The loop's thread. */
  void give(ScriptedUser user) {
    toScripts.put(user);
    given = true;
  }

  /** Sends the postman out with all that was given. The loop's thread, once per turn. */
  void deliver() {
    if (!given) {
      return;
    }
    given = false;
    if (!started) {
      started = true;
      postman.start();
    }
    LockSupport.unpark(postman);
  }

  /** The loop is about to wait, and may if this says so: no script has posted anything. */
  boolean rest() {
    if (!started) {
      return true;
    }
    resting.set(true);
    return fromScripts.isEmpty();
  }

  /** The loop waits no more. */
  void wake() {
    if (started) {
      resting.set(false);
    }
  }

  /** All that scripts have posted, oldest first. The loop's thread. */
  @Nullable ScriptedUser take() {
    return started && !fromScripts.isEmpty() ? fromScripts.takeAll() : null;
  }

  /** From the script to the loop. The script's thread. */
  void post(ScriptedUser user) {
    fromScripts.put(user);
    if (!delivering) {
      wakeLoop();
    }
  }

  private void wakeLoop() {
    if (resting.get() && resting.compareAndSet(true, false)) {
      poller.wakeup();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** The loop has ended: nothing is delivered any more. */
  void close() {
    closed = true;
    LockSupport.unpark(postman);
  }

  private void work() {
    while (!closed) {
      ScriptedUser user = toScripts.takeAll();
      if (user == null) {
        LockSupport.park(this);
        continue;
      }
      delivering = true;
      while (user != null) {
        for (int n = 0; n < BATCH && user != null; n++) {
          ScriptedUser next = user.next;
          user.next = null;
          user.resume();
          user = next;
        }
        Thread.yield();
        if (!fromScripts.isEmpty()) {
          wakeLoop();
        }
      }
      delivering = false;
      if (!fromScripts.isEmpty()) {
        wakeLoop();
      }
    }
  }
}
