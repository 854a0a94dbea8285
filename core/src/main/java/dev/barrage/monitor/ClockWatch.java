package dev.barrage.monitor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How far the wall clock and the boot clock moved apart from the monotonic one between two looks.
 *
 * <p>A wall clock that was set shows in the first; a machine that was suspended in both, because
 * the monotonic clock stands still then. The clocks are read one after the other: what passes
 * between the readings (a stopped process!) is no jump and is taken off.
 */
final class ClockWatch {
  /** {@code /proc/uptime} counts in hundredths of a second. */
  private static final double BOOT_RESOLUTION_MS = 20;

  private final LongSupplier monotonicNs;
  private final LongSupplier wallNs;
  private final java.util.function.Supplier<OptionalLong> bootNs;
  private Reading last;

  private record Reading(long monotonicNs, long bracketNs, long wallNs, OptionalLong bootNs) {}

  ClockWatch(ProcFiles proc) {
    this(
        System::nanoTime,
        () -> ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()),
        () -> {
          OptionalDouble bootS = proc.bootS();
          return bootS.isEmpty()
              ? OptionalLong.empty()
              : OptionalLong.of((long) (bootS.getAsDouble() * 1e9));
        });
  }

  ClockWatch(
      LongSupplier monotonicNs,
      LongSupplier wallNs,
      java.util.function.Supplier<OptionalLong> bootNs) {
    this.monotonicNs = monotonicNs;
    this.wallNs = wallNs;
    this.bootNs = bootNs;
    last = read();
  }

  /** Disagreement since the last look, in milliseconds; never negative. */
  double jumpMs() {
    Reading now = read();
    double passedMs = (now.monotonicNs - last.monotonicNs) / 1e6;
    double slackMs = (now.bracketNs + last.bracketNs) / 1e6;
    double jumpMs = Math.abs((now.wallNs - last.wallNs) / 1e6 - passedMs) - slackMs;
    if (now.bootNs.isPresent() && last.bootNs.isPresent()) {
      double bootMs = (now.bootNs.getAsLong() - last.bootNs.getAsLong()) / 1e6;
      jumpMs = Math.max(jumpMs, Math.abs(bootMs - passedMs) - slackMs - BOOT_RESOLUTION_MS);
    }
    last = now;
    return Math.max(0, jumpMs);
  }

  private Reading read() {
    long beforeNs = monotonicNs.getAsLong();
    long wall = wallNs.getAsLong();
    OptionalLong boot = bootNs.get();
    long afterNs = monotonicNs.getAsLong();
    return new Reading(beforeNs, afterNs - beforeNs, wall, boot);
  }
}
