package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barrage.engine.io.RealTime;
import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  void isForTheLoopsAndFirstOfAllForWhoWatchesThem() throws Exception {
    requirePermission();
    try (Target target = new Target()) {
      String[] args = {"run", target.url(), "--threads", "1", "-t", "30s", "--real-time"};
      BarrageProcess run = BarrageProcess.start(folder, args);
      try {
        await()
            .alias("a loop and its watch in real time, and nobody else")
            .atMost(Duration.ofSeconds(30))
            .until(() ->
                priorities(run.process().pid())
                    .equals(Map.of("barrage-loop-0", "1", "barrage-real-ti", "2")));
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
            + " (`ulimit -r 2`), give the container SYS_NICE, or leave --real-time out");
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
      RealComponent.missing("real-time priority is refused here (root, or `ulimit -r 2`)");
    }
  }

  /** Of the threads that have a real-time one, by name: field 40 of proc_pid_stat(5). */
  private static Map<String, String> priorities(long pid) {
    Map<String, String> all = new HashMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        String stat = Files.readString(thread.resolve("stat"));
        int nameEnd = stat.lastIndexOf(')');
        String priority = stat.substring(nameEnd + 2).split(" ")[40 - 3];
        if (!priority.equals("0")) {
          all.put(stat.substring(stat.indexOf('(') + 1, nameEnd), priority);
        }
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
