package dev.barrage.monitor;

/**
 * What the generator itself spent and suffered in the measured window; NaN: not measured.
 *
 * @param cpuUsPerRequest CPU of the whole process per request done
 * @param cpuBusy busiest loop's CPU time / wall time, 0..1
 * @param threads event loops
 * @param ceilingPerS requests per second at which the busiest loop would be full
 * @param headroom share of the ceiling not used, 0..1
 * @param gcPauseMsMax longest pause of the collector
 * @param loopStallMsMax longest stall of a loop
 * @param clockJumpMsMax largest disagreement of wall clock, boot clock and monotonic clock
 * @param rssMbMax largest resident set
 */
public record GeneratorHealth(
    double cpuUsPerRequest,
    double cpuBusy,
    int threads,
    double ceilingPerS,
    double headroom,
    double gcPauseMsMax,
    double loopStallMsMax,
    double clockJumpMsMax,
    double rssMbMax) {}
