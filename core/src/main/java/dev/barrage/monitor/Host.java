package dev.barrage.monitor;

/**
 * The machine of the generator.
 *
 * @param stealRatio share of CPU time stolen by the hypervisor during the run, 0..1; NaN: unknown
 * @param fingerprint short hash of what makes absolute figures comparable (CPU model and count,
 *     memory, kernel, JDK)
 */
public record Host(
    String os,
    String kernel,
    int cpus,
    String cpuModel,
    long memoryMb,
    String jdk,
    double stealRatio,
    String fingerprint) {}
