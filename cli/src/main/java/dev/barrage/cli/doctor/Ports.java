package dev.barrage.cli.doctor;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Local ports and the queues of TCP, which new connections use up. */
final class Ports {
  private static final String RANGE = "proc/sys/net/ipv4/ip_local_port_range";
  private static final long WANTED = 20_000;
  private static final long NEEDED = 1_000;
  private static final String WIDEN = "sudo sysctl -w net.ipv4.ip_local_port_range='1024 65535'";

  private Ports() {}

  static List<Finding> of(Machine machine) {
    return List.of(range(machine), waiting(machine), reuse(machine), backlog(machine));
  }

  private static OptionalLong count(Machine machine) {
    String[] ends = machine.text(RANGE).orElse("").split("\\s+");
    OptionalLong low = Machine.parse(ends[0]);
    OptionalLong high = Machine.parse(ends[ends.length - 1]);
    return low.isEmpty() || high.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, high.getAsLong() - low.getAsLong() + 1));
  }

  private static Finding range(Machine machine) {
    OptionalLong count = count(machine);
    if (count.isEmpty()) {
      return Finding.unknown(
          "local ports", "unknown", "How many connections to one address fit cannot be told.");
    }
    long ports = count.getAsLong();
    String value =
        "%,d (%s)".formatted(ports, machine.text(RANGE).orElse("").replaceAll("\\s+", "-"));
    String effect =
        "At most %,d connections at a time to one address of the target.".formatted(ports);
    if (ports < NEEDED) {
      return Finding.bad("local ports", value, effect, WIDEN);
    }
    return ports < WANTED
        ? Finding.warn("local ports", value, effect, WIDEN)
        : Finding.ok("local ports", value, effect);
  }

  /** Sockets in TIME_WAIT hold their port for a minute: {@code TCP: inuse 5 orphan 0 tw 12 …}. */
  private static Finding waiting(Machine machine) {
    OptionalLong sockets =
        machine.lines("proc/net/sockstat").stream()
            .filter(line -> line.startsWith("TCP:") && line.contains(" tw "))
            .map(line -> Machine.parse(line.replaceFirst(".* tw (\\d+).*", "$1")))
            .findFirst()
            .orElse(OptionalLong.empty());
    if (sockets.isEmpty()) {
      return Finding.unknown("ports in TIME_WAIT", "unknown", "Ports in use cannot be told.");
    }
    long ports = count(machine).orElse(28_232);
    String value = "%,d".formatted(sockets.getAsLong());
    return sockets.getAsLong() * 4 > ports
        ? Finding.warn(
            "ports in TIME_WAIT",
            value,
            "Over a quarter of the local ports is held by closed connections: new ones may fail.",
            "wait a minute, keep connections alive in the plan, or " + WIDEN)
        : Finding.ok("ports in TIME_WAIT", value, "Closed connections hold few of the ports.");
  }

  private static Finding reuse(Machine machine) {
    OptionalLong reuse = machine.number("proc/sys/net/ipv4/tcp_tw_reuse");
    OptionalLong finS = machine.number("proc/sys/net/ipv4/tcp_fin_timeout");
    if (reuse.isEmpty() || finS.isEmpty()) {
      return Finding.unknown(
          "reuse of ports", "unknown", "How soon a port is free again cannot be told.");
    }
    String value =
        "tcp_tw_reuse %d, tcp_fin_timeout %d s".formatted(reuse.getAsLong(), finS.getAsLong());
    String name = "reuse of ports";
    return switch ((int) reuse.getAsLong()) {
      case 1 -> Finding.ok(name, value, "A closed connection's port can be used again after 1 s.");
      case 2 -> Finding.ok(name, value, "Ports are used again on loopback; elsewhere after 60 s.");
      default ->
          Finding.warn(
              name,
              value,
              "A plan with a new connection per request is limited to ports / 60 s.",
              "sudo sysctl -w net.ipv4.tcp_tw_reuse=1");
    };
  }

  private static Finding backlog(Machine machine) {
    String name = "listen backlog";
    String effect = "A local target drops connects beyond it when many users start at once.";
    return Stream.of(machine.number("proc/sys/net/core/somaxconn"))
        .filter(OptionalLong::isPresent)
        .map(OptionalLong::getAsLong)
        .map(max ->
            max >= 1024
                ? Finding.ok(name, "somaxconn " + max, effect)
                : Finding.warn(
                    name, "somaxconn " + max, effect, "sudo sysctl -w net.core.somaxconn=4096"))
        .findFirst()
        .orElse(Finding.unknown(name, "unknown", effect));
  }
}
