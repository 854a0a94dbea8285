package dev.barrage.engine;

import dev.barrage.engine.io.Poller;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One event loop: a thread that starts what is due, waits for sockets, and reads what came. Nothing
 * below allocates per event.
 */
final class Loop implements Runnable {
  /** A wait is cut to this, so that an overshoot tells of a stopped or starved generator. */
  private static final long LONGEST_WAIT_NS = 100_000_000;

  private final Poller poller;
  private final Recorder recorder;
  private final Transport transport;
  private final Traffic traffic;
  private final ConcurrentLinkedQueue<Connection> mail;
  private final long startNs;
  private final long drainNs;

  /** Odd while the loop works, even while it waits. */
  final AtomicLong pulse = new AtomicLong(1);

  /** When the run is to end early, and how long it may then drain; null: as planned. */
  private volatile @Nullable Stop stop;

  private long giveUpNs;
  private volatile @Nullable Throwable failure;
  private volatile long failedAtNs;
  private volatile long threadId;

  record Stop(long atNs, long drainNs) {}

  Loop(
      Poller poller,
      Recorder recorder,
      Transport transport,
      Traffic traffic,
      ConcurrentLinkedQueue<Connection> mail,
      long startNs,
      long drainNs) {
    this.poller = poller;
    this.recorder = recorder;
    this.transport = transport;
    this.traffic = traffic;
    this.mail = mail;
    this.startNs = startNs;
    this.drainNs = drainNs;
  }

  /** Starts nothing intended from {@code atNs} on. Any thread; the last call counts. */
  void stop(Stop when) {
    stop = when;
    poller.wakeup();
  }

  /** What ended the loop before its time; null if nothing did. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** When that was. */
  long failedAtNs() {
    return failedAtNs;
  }

  /** For {@link java.lang.management.ThreadMXBean}; 0 before the loop runs. */
  long threadId() {
    return threadId;
  }

  @Override
  public void run() {
    threadId = Thread.currentThread().threadId();
    try (poller) {
      try {
        turns();
      } catch (Throwable e) {
        failedAtNs = System.nanoTime();
        failure = e;
        abandon(e);
      }
    } catch (Throwable e) {
      failedAtNs = System.nanoTime();
      failure = e;
    }
  }

  /** After a defect: what was started is told of as unfinished, so that the record adds up. */
  private void abandon(Throwable defect) {
    try {
      long nowNs = System.nanoTime();
      traffic.endNs = Math.min(traffic.endNs, nowNs);
      traffic.giveUp();
      traffic.scripts().close(nowNs);
      transport.cut();
      recorder.turn(nowNs, 0, 0, 0, transport.connections());
    } catch (RuntimeException e) {
      defect.addSuppressed(e); // the defect may have left the traffic or the transport unusable
    }
  }

  private void turns() throws IOException {
    long expectedNs = System.nanoTime();
    long nowNs = expectedNs;
    while (!isOver(nowNs)) {
      recorder.turn(
          nowNs,
          Math.max(0, nowNs - expectedNs),
          transport.inFlight(),
          traffic.users(),
          transport.connections());
      expectedNs = nowNs;
      traffic.fire(nowNs);
      traffic.wake(nowNs);
      traffic.scripts().serve(traffic);
      transport.expire(nowNs);
      long beforeNs = System.nanoTime();
      transport.settle(beforeNs); // not before the dispatches of this turn
      traffic.scripts().handover.deliver();
      long waitNs = Math.min(LONGEST_WAIT_NS, nextNs(beforeNs) - beforeNs);
      pulse.lazySet(pulse.getPlain() + 1);
      int ready = poller.await(waitNs);
      pulse.lazySet(pulse.getPlain() + 1);
      traffic.scripts().handover.wake();
      // Busy time counts as stall, waiting for events does not, overshooting a wait does.
      long afterNs = System.nanoTime();
      transport.looked(afterNs);
      expectedNs += Math.min(afterNs - beforeNs, Math.max(0, waitNs));
      for (int i = 0; i < ready; i++) {
        if (poller.ready(i) instanceof Connection connection) {
          transport.onReady(connection, poller.isReadable(i), poller.isWritable(i));
        }
        if (i % Traffic.BURST == Traffic.BURST - 1) {
          transport.conclude(); // the first have waited long enough
        }
      }
      transport.conclude();
      for (Connection connection; (connection = mail.poll()) != null; ) {
        transport.onReady(connection, true, true);
      }
      transport.conclude();
      nowNs = System.nanoTime();
    }
    traffic.giveUp();
    traffic.scripts().close(nowNs);
    transport.cut();
    recorder.turn(nowNs, 0, 0, 0, transport.connections());
  }

  private boolean isOver(long nowNs) {
    Stop early = stop;
    long mayDrainNs = drainNs;
    if (early != null) {
      traffic.interrupt(early.atNs());
      mayDrainNs = Math.min(drainNs, early.drainNs());
    }
    traffic.endIfDry(nowNs);
    long pastEndNs = nowNs - traffic.endNs;
    Scripts scripts = traffic.scripts();
    if (pastEndNs >= 0) {
      scripts.endSleeps(traffic);
    }
    boolean idle = transport.inFlight() == 0 && !transport.hasUnsettled() && scripts.active() == 0;
    giveUpNs = traffic.endNs + mayDrainNs;
    return (pastEndNs >= 0 && idle && traffic.isExhausted()) || pastEndNs >= mayDrainNs;
  }

  private long nextNs(long nowNs) {
    if (transport.hasUnsettled() || traffic.hasLeavers() || !traffic.scripts().mayRest()) {
      return startNs; // at once
    }
    long nextNs = Math.min(traffic.nextNs(), traffic.nextWakeNs());
    nextNs = Math.min(nextNs, transport.nextDeadlineNs());
    return Math.min(nextNs, nowNs - traffic.endNs < 0 ? traffic.endNs : giveUpNs);
  }
}
