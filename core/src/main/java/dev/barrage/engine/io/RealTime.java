package dev.barrage.engine.io;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
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
 * <p>The kernel gives such a thread any CPU that it may have, that of a busy target too, and leaves
 * it there. So each loop has a home, the last CPU of this process, the one before it and so on, and
 * is sent back there whenever it is looked at. It is not tied to it: threads that it starts, those
 * that carry scripts, would be too.
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
  private final AtomicInteger entered = new AtomicInteger();
  private final BitSet cpus = Scheduling.cpus();
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
    Watched own = new Watched(Scheduling.callerId(), pulse, cpus, home(entered.getAndIncrement()));
    watched.add(own);
    try {
      work.run();
    } finally {
      own.leave();
      watched.remove(own);
    }
  }

  /** The n-th last CPU; all of them if the kernel does not tell, or where there are fewer. */
  private BitSet home(int n) {
    BitSet one = new BitSet();
    cpus.stream().skip(Math.max(0, cpus.cardinality() - 1 - n)).limit(1).forEach(one::set);
    return one;
  }

  private void watch() {
    if (!Scheduling.beforeAllOthers(Scheduling.CALLER, WATCH)) {
      return; // whoever runs will be told
    }
    boolean _ = Scheduling.tie(Scheduling.CALLER, home(cpus.cardinality() - 1)); // no loop's
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
    private final BitSet cpus;
    private final BitSet home;
    private long seen;
    private boolean isOrdinary;
    private boolean isGone;

    Watched(int thread, AtomicLong pulse, BitSet cpus, BitSet home) {
      this.thread = thread;
      this.pulse = pulse;
      this.cpus = cpus;
      this.home = home;
    }

    synchronized void leave() {
      isGone = true;
    }

    synchronized void look() {
      if (isGone) {
        return;
      }
      boolean _ = Scheduling.tie(thread, home) && Scheduling.tie(thread, cpus);
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
