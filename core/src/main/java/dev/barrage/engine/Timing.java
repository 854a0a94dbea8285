package dev.barrage.engine;

import dev.barrage.plan.Plan;

/**
 * The run's windows on the {@link System#nanoTime()} axis.
 *
 * @param startNs first planned arrival: warm-up begins ({@code t_s} = 0)
 * @param measureNs the measured window begins
 * @param endNs the measured window ends; nothing is intended at or after it
 */
public record Timing(long startNs, long measureNs, long endNs) {
  public static Timing of(Plan plan, long startNs) {
    long measureNs = startNs + plan.profile().warmup().toNanos();
    return new Timing(startNs, measureNs, measureNs + plan.profile().load().length().toNanos());
  }
}
