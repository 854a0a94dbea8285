package dev.barrage.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads what Linux tells in {@code /proc}; empty where there is none. Format: proc(5). */
final class ProcFiles {
  private final Path root;

  ProcFiles(Path root) {
    this.root = root;
  }

  /** CPU time of the whole machine since boot, in ticks. */
  record CpuTicks(long total, long steal) {}

  java.util.Optional<CpuTicks> cpuTicks() {
    for (String line : read("stat").lines().toList()) {
      if (line.startsWith("cpu ")) {
        String[] fields = line.trim().split("\\s+");
        if (fields.length < 9) {
          return java.util.Optional.empty();
        }
        long total = 0;
        for (int i = 1; i <= 8; i++) { // guest times are part of user time already
          total += Long.parseLong(fields[i]);
        }
        return java.util.Optional.of(new CpuTicks(total, Long.parseLong(fields[8])));
      }
    }
    return java.util.Optional.empty();
  }

  /** Seconds since boot, time suspended included. */
  OptionalDouble bootS() {
    String text = read("uptime");
    int end = text.indexOf(' ');
    return end <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(text.substring(0, end)));
  }

  /** Resident set of this process. */
  OptionalLong residentKb() {
    return kilobytes("self/status", "VmRSS:");
  }

  OptionalLong memoryKb() {
    return kilobytes("meminfo", "MemTotal:");
  }

  /** The value of a {@code key : value} line of {@code cpuinfo}; empty text: none. */
  String cpuInfo(String key) {
    return read("cpuinfo")
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("");
  }

  private OptionalLong kilobytes(String file, String key) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .filter(digits -> !digits.isEmpty())
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private String read(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      return ""; // not Linux, or hidden from this process: not measured
    }
  }
}
