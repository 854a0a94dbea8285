package dev.barrage.plan;

import java.time.Duration;

/**
 * When a measurement can be trusted; beyond any of these a run is INVALID.
 *
 * @param sendLag send lag p99 at most, or {@code sendLagShare} of latency p99 if that is more
 * @param sendLagShare share of latency p99, 0..1
 * @param loopStall longest stall of an event loop
 * @param gcPause longest pause of the collector
 * @param steal share of CPU time stolen by the hypervisor, 0..1
 * @param clockJump largest jump of the wall clock or suspension of the machine
 */
public record Validity(
    Duration sendLag,
    double sendLagShare,
    Duration loopStall,
    Duration gcPause,
    double steal,
    Duration clockJump) {
  public static final Validity DEFAULT =
      new Validity(
          Duration.ofMillis(10),
          0.10,
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          0.05,
          Duration.ofMillis(500));
}
