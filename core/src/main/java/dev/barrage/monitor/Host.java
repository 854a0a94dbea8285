package dev.barrage.monitor;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The machine of the generator.
 *
 * @param cpuModel empty: unknown
 * @param memoryMb 0: unknown
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
    String fingerprint) {
  /** This machine; its steal ratio is not known before a run has ended. */
  public static Host detect() {
    ProcFiles proc = new ProcFiles(Path.of("/proc"));
    String os = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    String kernel = System.getProperty("os.version");
    int cpus = Runtime.getRuntime().availableProcessors();
    String cpuModel = proc.cpuInfo("model name");
    long memoryMb = proc.memoryKb().orElse(0) / 1024;
    String jdk = System.getProperty("java.vendor") + " " + Runtime.version();
    String all = String.join("|", os, kernel, "" + cpus, cpuModel, "" + memoryMb, jdk);
    return new Host(os, kernel, cpus, cpuModel, memoryMb, jdk, Double.NaN, fingerprint(all));
  }

  public Host withSteal(double ratio) {
    return new Host(os, kernel, cpus, cpuModel, memoryMb, jdk, ratio, fingerprint);
  }

  private static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
