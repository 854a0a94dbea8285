package dev.barrage.cli.doctor;

import java.util.List;
import java.util.OptionalLong;

/** Open files: each connection is one. */
final class Descriptors {
  /** The bound on connections unless a plan says otherwise, and some for the rest. */
  private static final long WANTED = 10_500;

  private static final long NEEDED = 1_024;

  private Descriptors() {}

  static List<Finding> of(Machine machine) {
    return machine.lines("proc/self/limits").stream()
        .filter(line -> line.startsWith("Max open files"))
        .map(line -> line.substring("Max open files".length()).strip().split("\\s+"))
        .map(softAndHard -> openFiles(softAndHard[0], softAndHard[1]))
        .findFirst()
        .map(List::of)
        .orElse(
            List.of(
                Finding.unknown(
                    "open files", "unknown", "How many connections fit cannot be told.")));
  }

  private static Finding openFiles(String soft, String hard) {
    String value = "%s, may be raised to %s".formatted(soft, hard);
    // The JVM raises its own soft limit to the hard one, so the hard one counts.
    OptionalLong limit = Machine.parse(hard);
    if (limit.isEmpty() || limit.getAsLong() >= WANTED) {
      return Finding.ok("open files", value, "Enough for 10,000 connections, the default bound.");
    }
    String effect =
        "At most %,d connections at a time; more users have to share them."
            .formatted(Math.max(0, limit.getAsLong() - 100));
    String fix = "sudo prlimit --pid $$ --nofile=65536   # for good: /etc/security/limits.conf";
    return limit.getAsLong() < NEEDED
        ? Finding.bad("open files", value, effect, fix)
        : Finding.warn("open files", value, effect, fix);
  }
}
