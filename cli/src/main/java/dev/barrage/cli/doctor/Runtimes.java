package dev.barrage.cli.doctor;

import java.util.List;

/** The JDK, and the clock and timers that it gets from the kernel. */
final class Runtimes {
  private static final int JAVA_WANTED = 25;
  private static final String CLOCK =
      "sys/devices/system/clocksource/clocksource0/current_clocksource";

  private Runtimes() {}

  static List<Finding> of(Machine machine) {
    return List.of(java(machine), clock(machine), timerSlack(machine));
  }

  private static Finding java(Machine machine) {
    String effect = "The engine is compiled for JDK 25.";
    return machine.javaFeature() >= JAVA_WANTED
        ? Finding.ok("JDK", machine.javaName(), effect)
        : Finding.bad("JDK", machine.javaName(), effect, "export BARRAGE_JAVA_HOME=<a JDK 25>");
  }

  /** tsc and the paravirtual clocks are read without a system call. */
  private static Finding clock(Machine machine) {
    String name = "clock source";
    String source = machine.text(CLOCK).orElse("");
    return switch (source) {
      case "" -> Finding.unknown(name, "unknown", "How costly a time stamp is cannot be told.");
      case "tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter" ->
          Finding.ok(name, source, "Time stamps cost some 25 ns each.");
      default ->
          Finding.warn(
              name,
              source,
              "Each time stamp is a system call of a microsecond or more: CPU per request rises.",
              "echo tsc | sudo tee /" + CLOCK + "   # if available_clocksource lists it");
    };
  }

  private static Finding timerSlack(Machine machine) {
    String name = "timer slack";
    return machine.number("proc/self/timerslack_ns").stream()
        .mapToObj(ns ->
            Finding.ok(
                name,
                ns / 1000 + " us",
                "None: the event loops set their own to 1 ns, so that sends are on time."))
        .findFirst()
        .orElse(Finding.unknown(name, "unknown", "Sends may be up to 50 us late."));
  }
}
