package dev.barrage.cli.doctor;

import java.util.List;
import java.util.OptionalLong;

/** Memory that is free for a run, and whether it is swapped out. */
final class Memory {
  private static final long WANTED_MB = 1024;
  private static final long NEEDED_MB = 256;

  private static final String SMALLER = "set BARRAGE_JAVA_OPTS=-Xmx256m for a small load";

  private Memory() {}

  static List<Finding> of(Machine machine) {
    return List.of(available(machine), swap(machine));
  }

  private static OptionalLong mb(Machine machine, String word) {
    OptionalLong kb = machine.number("proc/meminfo", word);
    return kb.isEmpty() ? kb : OptionalLong.of(kb.getAsLong() / 1024);
  }

  private static Finding available(Machine machine) {
    OptionalLong freeMb = mb(machine, "MemAvailable:");
    OptionalLong allMb = mb(machine, "MemTotal:");
    if (freeMb.isEmpty() || allMb.isEmpty()) {
      return Finding.unknown("memory", "unknown", "Whether a run fits cannot be told.");
    }
    String value = "%,d MB free of %,d MB".formatted(freeMb.getAsLong(), allMb.getAsLong());
    String fix = "end what is not needed, or " + SMALLER;
    return ControlGroups.memory(machine)
        .filter(limit -> limit.freeMb() < freeMb.getAsLong())
        .map(limit -> available(limit.freeMb(), ofGroup(limit), "raise that limit, or " + SMALLER))
        .orElse(available(freeMb.getAsLong(), value, fix));
  }

  private static String ofGroup(ControlGroups.MemoryLimit limit) {
    return "%,d MB free of %,d MB, the limit of its control group"
        .formatted(limit.freeMb(), limit.limitMb());
  }

  private static Finding available(long freeMb, String value, String fix) {
    String effect = "A run takes 100 to 500 MB; without them the kernel may end it.";
    if (freeMb < NEEDED_MB) {
      return Finding.bad("memory", value, effect, fix);
    }
    return freeMb < WANTED_MB
        ? Finding.warn("memory", value, effect, fix)
        : Finding.ok("memory", value, "Enough for 100,000 users.");
  }

  private static Finding swap(Machine machine) {
    OptionalLong allMb = mb(machine, "SwapTotal:");
    OptionalLong freeMb = mb(machine, "SwapFree:");
    if (allMb.isEmpty() || freeMb.isEmpty()) {
      return Finding.unknown("swap", "unknown", "Whether memory is swapped out cannot be told.");
    }
    long usedMb = allMb.getAsLong() - freeMb.getAsLong();
    String value = "%,d MB used of %,d MB".formatted(usedMb, allMb.getAsLong());
    return usedMb > 0
        ? Finding.warn(
            "swap",
            value,
            "A page that comes back from disk stops an event loop for milliseconds.",
            "sudo swapoff -a")
        : Finding.ok("swap", value, "Nothing is swapped out.");
  }
}
