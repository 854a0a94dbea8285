package dev.barrage.cli.doctor;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Processors: how many, how fast, and who else uses them. */
final class Processors {
  private static final double STEAL_WARN = 0.01;
  private static final double STEAL_BAD = 0.05;

  private Processors() {}

  static List<Finding> of(Machine machine) {
    return List.of(count(machine), quota(machine), governor(machine), steal(machine));
  }

  private static Finding count(Machine machine) {
    String value = machine.cpus() + (machine.cpus() == 1 ? " processor" : " processors");
    return machine.cpus() >= 2
        ? Finding.ok("processors", value, "An event loop and its watch each have one.")
        : Finding.warn(
            "processors",
            value,
            "Generator, its self-watch and a local target share one processor: sends are late.",
            "use a machine with 2 or more, and run the target elsewhere");
  }

  private static Finding quota(Machine machine) {
    OptionalDouble cpus = ControlGroups.cpus(machine);
    if (cpus.isEmpty()) {
      return Finding.ok("CPU quota", "none", "No container limit throttles the generator.");
    }
    return Finding.warn(
        "CPU quota",
        "%.2f processors".formatted(cpus.getAsDouble()),
        "Once used up, the kernel stops the generator for the rest of each period: sends are late.",
        "start the container without a CPU limit (docker run without --cpus)");
  }

  private static Finding governor(Machine machine) {
    String name = "CPU governor";
    List<String> governors =
        machine.names("sys/devices/system/cpu").stream()
            .filter(cpu -> cpu.matches("cpu\\d+"))
            .flatMap(cpu ->
                machine
                    .text("sys/devices/system/cpu/" + cpu + "/cpufreq/scaling_governor")
                    .stream())
            .distinct()
            .toList();
    if (governors.isEmpty()) {
      return Finding.unknown(
          name, "none visible", "The host, not this machine, chooses the processors' frequency.");
    }
    String value = String.join(", ", governors);
    return governors.equals(List.of("performance"))
        ? Finding.ok(name, value, "The processors keep their frequency.")
        : Finding.warn(
            name,
            value,
            "Processors slow down between requests: latency at low rates looks worse than it is.",
            "sudo cpupower frequency-set -g performance");
  }

  private static Finding steal(Machine machine) {
    String name = "steal";
    OptionalDouble ratio = stealRatio(machine);
    if (ratio.isEmpty()) {
      return Finding.unknown(name, "unknown", "Time taken by other machines cannot be told.");
    }
    String value = String.format(Locale.ROOT, "%.2f%% since boot", ratio.getAsDouble() * 100);
    String effect = "The hypervisor gives this machine's processors to others: sends are late.";
    String fix = "move to a machine with dedicated processors";
    if (ratio.getAsDouble() > STEAL_BAD) {
      return Finding.bad(name, value, effect, fix);
    }
    return ratio.getAsDouble() > STEAL_WARN
        ? Finding.warn(name, value, effect, fix)
        : Finding.ok(name, value, "Other machines on this host take next to nothing.");
  }

  /** Stolen ÷ all time of all processors, from the first line of {@code /proc/stat}. */
  private static OptionalDouble stealRatio(Machine machine) {
    List<String> lines = machine.lines("proc/stat");
    if (lines.isEmpty()) {
      return OptionalDouble.empty();
    }
    String[] fields = lines.getFirst().split("\\s+");
    if (fields.length < 9 || !fields[0].equals("cpu")) {
      return OptionalDouble.empty();
    }
    long totalTicks = 0;
    for (int i = 1; i <= 8; i++) {
      totalTicks += Machine.parse(fields[i]).orElse(0);
    }
    long stolenTicks = Machine.parse(fields[8]).orElse(0);
    return totalTicks == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) stolenTicks / totalTicks);
  }
}
