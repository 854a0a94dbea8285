package dev.barrage.engine.io;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The real-time class of the Linux scheduler ({@code SCHED_FIFO}, sched(7)) for event loops: a
 * thread in it that wants to run takes its CPU at once from any ordinary thread, those of the
 * kernel included, which else keep it for milliseconds.
 *
 * <p>It takes it from the JVM's own threads too, and HotSpot's compiler must not be stopped
 * anywhere: a loop that calls a method whose code the compiler is just replacing tries again until
 * that is done. So a thread before all loops looks at them, and whoever stands still is an ordinary
 * thread until it goes on.
 *
 * <pre>{@code
 * try (RealTime realTime = RealTime.start()) { … realTime.run(loop, pulse); … }
 * }</pre>
 */
public final class RealTime implements AutoCloseable {
  private static final int LOOPS = 1;
  private static final int WATCH = 2;
  private static final long LOOK_NS = 2_000_000;

  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private RealTime() {}

  /** Whether threads of this process may enter it. Any thread; the calling one is left as it is. */
  public static boolean isAllowed() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    CompletableFuture<Boolean> allowed = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("barrage-real-time")
        .start(() -> allowed.complete(Scheduling.beforeAllOthers(Scheduling.CALLER, WATCH)));
    return allowed.join();
  }

  /** Looks at those who work in it, until closed. */
  public static RealTime start() {
    RealTime realTime = new RealTime();
    Thread.ofPlatform().daemon().name("barrage-real-time").start(realTime::watch);
    return realTime;
  }

  /**
   * Does this work with the calling thread in that class; threads that it starts are ordinary. The
   * thread stays in it.
   *
   * @param pulse counted up by the work: odd while it is busy, even while it waits
   * @throws IllegalStateException it may not, see {@link #isAllowed}
   */
  public void run(Runnable work, AtomicLong pulse) {
    if (!Scheduling.beforeAllOthers(Scheduling.CALLER, LOOPS)) {
      throw new IllegalStateException("the kernel refused real-time scheduling");
    }
    Watched own = new Watched(Scheduling.callerId(), pulse);
    watched.add(own);
    try {
      work.run();
    } finally {
      own.leave();
      watched.remove(own);
    }
  }

  private void watch() {
    if (!Scheduling.beforeAllOthers(Scheduling.CALLER, WATCH)) {
      return; // whoever runs will be told
    }
    while (!closed) {
      LockSupport.parkNanos(LOOK_NS);
      for (Watched loop : watched) {
        loop.look();
      }
    }
  }

  /** Looks no more. */
  @Override
  public void close() {
    closed = true;
  }

  /** A thread that works in the class; its id is another's once it has ended. */
  private static final class Watched {
    private final int thread;
    private final AtomicLong pulse;
    private long seen;
    private boolean isOrdinary;
    private boolean isGone;

    Watched(int thread, AtomicLong pulse) {
      this.thread = thread;
      this.pulse = pulse;
    }

    synchronized void leave() {
      isGone = true;
    }

    synchronized void look() {
      if (isGone) {
        return;
      }
      long now = pulse.getAcquire();
      boolean standsStill = now == seen && (now & 1) == 1;
      seen = now;
      if (standsStill != isOrdinary) {
        isOrdinary =
            standsStill
                ? Scheduling.likeAllOthers(thread)
                : !Scheduling.beforeAllOthers(thread, LOOPS);
      }
    }
  }
}
