package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barrage.engine.io.RealTime;
import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --real-time}, where the system lets it and where it does not. */
@EnabledOnOs(OS.LINUX)
class RunRealTimeTest {
  @TempDir Path folder;

  @Test
  void isPartOfTheRecord() throws Exception {
    requirePermission();
    try (Target target = new Target()) {
      String[] args = {"run", target.url(), "--rate", "50", "-t", "1s", "--real-time", "-o", "r"};
      BarrageProcess run = BarrageProcess.run(folder, args);
      assertThat(run.exitCode()).isEqualTo(ExitCode.PASSED);
      assertThat(run.record("r").path("counts").path("ok").asLong()).isEqualTo(50);
      assertThat(Files.readString(folder.resolve("r/plan.yaml"))).contains("real time: true");
    }
  }

  @Test
  void keepsTheOtherThreadsOfTheProcessOffTheCpuOfALoop() throws Exception {
    requirePermission();
    try (Target target = new Target()) {
      String[] args = {"run", target.url(), "--threads", "1", "-t", "30s", "--real-time"};
      BarrageProcess run = BarrageProcess.start(folder, args);
      try {
        await()
            .alias("a loop alone on its CPU")
            .atMost(Duration.ofSeconds(30))
            .until(() -> isAlone(run.process().pid(), "barrage-loop-0"));
      } finally {
        run.signal("INT");
      }
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    }
  }

  @Test
  void isRefusedBeforeTheLoadWhereTheSystemRefusesIt() throws Exception {
    refused(
        unprivileged(),
        "real-time priority is refused by this system; run as root on Linux, raise the limit"
            + " (`ulimit -r 1`), give the container SYS_NICE, or leave --real-time out");
  }

  @Test
  void isRefusedWhereLoopsWouldKeepTheCompilerFromItsOnlyCpu() throws Exception {
    requirePermission();
    refused(
        List.of(RealComponent.require("taskset").toString(), "-c", "0"),
        "real time wants a CPU more than event loops, for the JVM's compiler: CPUs 1, loops 1;"
            + " use fewer --threads, or leave --real-time out");
  }

  private void refused(List<String> under, String why) throws Exception {
    try (Target target = new Target()) {
      Path out = Files.createTempFile(folder, "out", ".txt");
      String[] args = {"run", target.url(), "--real-time", "-t", "1s"};
      BarrageProcess run = BarrageProcess.start(under, Map.of(), out, folder, args);
      assertThat(run.await().exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).isEqualTo("barrage: " + why + "\n");
      assertThat(target.count()).isZero();
    }
  }

  private static void requirePermission() {
    if (!RealTime.isAllowed()) {
      RealComponent.missing("real-time priority is refused here (root, or `ulimit -r 1`)");
    }
  }

  /** Whether the one thread of this name has one CPU, and no other thread may use that. */
  private static boolean isAlone(long pid, String name) {
    Map<String, BigInteger> cpus = cpusByThread(pid);
    List<BigInteger> own =
        cpus.entrySet().stream()
            .filter(thread -> thread.getKey().startsWith(name + " "))
            .map(Map.Entry::getValue)
            .toList();
    return own.size() == 1
        && own.getFirst().bitCount() == 1
        && cpus.values().stream().filter(others -> others.and(own.getFirst()).signum() > 0).count()
            == 1;
  }

  /** CPUs that each thread may use, as a mask, by its name and id: proc_pid_status(5). */
  private static Map<String, BigInteger> cpusByThread(long pid) {
    Map<String, BigInteger> all = new HashMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        Map<String, String> status = new HashMap<>();
        for (String line : Files.readAllLines(thread.resolve("status"))) {
          String[] parts = line.split(":\\s*", 2);
          status.put(parts[0], parts[1]);
        }
        String mask = status.getOrDefault("Cpus_allowed", "0").replace(",", "");
        all.put(status.get("Name") + " " + thread.getFileName(), new BigInteger(mask, 16));
      }
    } catch (IOException | UncheckedIOException e) {
      return Map.of(); // a thread has just ended
    }
    return all;
  }

  private static List<String> unprivileged() {
    String limits = RealComponent.require("prlimit").toString();
    if (!System.getProperty("user.name").equals("root")) {
      return List.of(limits, "--rtprio=0");
    }
    String privileges = RealComponent.require("setpriv").toString();
    return List.of(
        limits, "--rtprio=0", privileges, "--bounding-set=-sys_nice", "--inh-caps=-sys_nice");
  }
}
