package dev.barrage.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A made-up {@code /proc} and {@code /sys}; a good machine to begin with. */
final class FakeMachine {
  private final Path root;
  private int javaFeature = 25;
  private int cpus = 8;

  FakeMachine(Path root) throws IOException {
    this.root = root;
    file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    file("proc/self/timerslack_ns", "50000\n");
    file("proc/self/cgroup", "0::/user.slice\n");
    file("proc/stat", "cpu  1000 0 1000 97990 0 0 0 10 0 0\ncpu0 1 2 3\n");
    file(
        "proc/meminfo",
        "MemTotal: 8388608 kB\nMemAvailable: 4194304 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
    file(
        "proc/self/limits",
        "Limit Soft Hard Units\n"
            + "Max open files            20000                20000                files\n");
    file("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
    file("proc/sys/net/ipv4/tcp_tw_reuse", "2\n");
    file("proc/sys/net/ipv4/tcp_fin_timeout", "60\n");
    file("proc/sys/net/core/somaxconn", "4096\n");
    file("proc/net/sockstat", "sockets: used 120\nTCP: inuse 5 orphan 0 tw 12 alloc 9 mem 1\n");
    file("sys/class/net/eth0/device/vendor", "0x8086\n");
    file("sys/class/net/eth0/speed", "10000\n");
    file("sys/class/net/lo/speed", "1\n");
  }

  FakeMachine file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  FakeMachine java(int feature) {
    javaFeature = feature;
    return this;
  }

  FakeMachine cpus(int count) {
    cpus = count;
    return this;
  }

  Machine machine() {
    return new Machine(root, javaFeature, "Temurin " + javaFeature, cpus);
  }

  Finding finding(String name) {
    return Findings.of(machine()).stream()
        .filter(finding -> finding.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
