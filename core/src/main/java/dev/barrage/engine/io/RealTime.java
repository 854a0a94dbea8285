package dev.barrage.engine.io;

import java.util.concurrent.CompletableFuture;

/**
 * The real-time class of the Linux scheduler ({@code SCHED_FIFO}, sched(7)): a thread in it that
 * wants to run takes its CPU at once from any ordinary thread, those of the kernel included, which
 * else keep it for milliseconds.
 *
 * <p>A loop in it can keep the JVM's own threads from a CPU they share. HotSpot's compiler may then
 * hold up the loop in turn, which spins until the compiler has had the CPU: up to a second, by the
 * kernel's reserve for ordinary threads. So it is for processes with a CPU more than loops.
 */
public final class RealTime {
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
        .start(() -> allowed.complete(Scheduling.beforeAllOthers()));
    return allowed.join();
  }

  /**
   * The calling thread enters it for good; threads that it starts do not.
   *
   * @throws IllegalStateException it may not, see {@link #isAllowed}
   */
  public static void enter() {
    if (!Scheduling.beforeAllOthers()) {
      throw new IllegalStateException("the kernel refused real-time scheduling");
    }
  }
}
