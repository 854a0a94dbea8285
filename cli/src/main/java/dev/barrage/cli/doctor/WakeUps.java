package dev.barrage.cli.doctor;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** How late a thread of this machine wakes: the floor under every send lag and latency. */
public final class WakeUps {
  private static final int SLEEPS = 1_000;
  private static final long SLEEP_NS = 1_000_000;
  private static final double WARN_US = 500;

  private WakeUps() {}

  /** 99.9th percentile of how late 1,000 sleeps of 1 ms end, in µs. Takes about a second. */
  public static double measureUs() {
    long[] lateNs = new long[SLEEPS];
    for (int i = 0; i < SLEEPS; i++) {
      long dueNs = System.nanoTime() + SLEEP_NS;
      for (long leftNs; (leftNs = dueNs - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(leftNs);
      }
      lateNs[i] = System.nanoTime() - dueNs;
    }
    Arrays.sort(lateNs);
    return lateNs[SLEEPS - 2] / 1e3;
  }

  /** What a lag means for a run. */
  public static Finding finding(double lagUs) {
    String value = String.format(Locale.ROOT, "p99.9 %.0f us late", lagUs);
    return lagUs <= WARN_US
        ? Finding.ok("wake-ups", value, "Sends and receipts are as punctual as this.")
        : Finding.warn(
            "wake-ups",
            value,
            "An idle CPU comes back late (a virtual one from its host): p99.9 of latency has it"
                + " too.",
            "barrage run --real-time (as root); --stay-awake (uses up idle CPU time)");
  }
}
