package dev.barrage.monitor.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barrage.plan.Monitor;
import dev.barrage.plan.Monitor.Selector;
import dev.barrage.plan.Monitor.Source;
import dev.barrage.plan.Monitor.Stat;
import dev.barrage.testkit.RealComponent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real container of podman, of a file tree that holds nothing but busybox: no image is pulled.
 */
@Timeout(120)
class ContainerMonitorTest {
  private static final double ALWAYS_S = 1e9;

  @TempDir private Path folder;
  private final String name = "barrage-test-" + ProcessHandle.current().pid();
  private Path podman;

  @BeforeEach
  void unpack() throws Exception {
    podman = RealComponent.require("podman");
    Path busybox = RealComponent.require("busybox");
    Path runc = RealComponent.require("runc");
    assertThat(runc).isExecutable();
    Files.createDirectories(folder.resolve("root/bin"));
    Files.copy(busybox, folder.resolve("root/bin/busybox"));
  }

  @AfterEach
  void remove() throws Exception {
    if (podman != null) {
      podman("rm", "--force", "--time", "0", name);
    }
  }

  private String podman(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(podman.toString(), "--runtime", "runc"));
    command.addAll(List.of(words));
    Path out = Files.createTempFile(folder, "podman", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(out, StandardCharsets.UTF_8);
    return process.exitValue() + " " + said;
  }

  /** Limits below those that any machine allows: a container may not raise them. */
  private void run(String script) throws Exception {
    String said =
        podman(
            "run",
            "--detach",
            "--name",
            name,
            "--network",
            "none",
            "--ulimit",
            "nofile=1024:1024",
            "--ulimit",
            "nproc=1024:1024",
            "--rootfs",
            folder.resolve("root").toString(),
            "/bin/busybox",
            "sh",
            "-c",
            script);
    assertThat(said).startsWith("0 ");
  }

  private Monitor monitor() {
    Source source = new Source.Process(new Selector.Container(name));
    return new Monitor("box", source, Duration.ofMillis(100), false);
  }

  private static double figure(Watched watched, String series, Stat stat) {
    return watched.figure(series, stat, -ALWAYS_S, ALWAYS_S).orElse(Double.NaN);
  }

  @Test
  void seesWhatIsDoneInAContainer() throws Exception {
    run("busybox sleep 600 & while :; do :; done");
    try (TargetWatch watch = TargetWatch.begin(List.of(monitor()))) {
      watch.start(System.nanoTime());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> figure(watch.seen().getFirst(), "cpu", Stat.MAX) > 0);
      Watched watched = watch.finish().getFirst();
      assertThat(figure(watched, "threads", Stat.MAX)).isEqualTo(2); // the shell and its child
      assertThat(figure(watched, "rss", Stat.MAX)).isBetween(1e4, 1e8);
      assertThat(figure(watched, "fds", Stat.MAX)).isGreaterThanOrEqualTo(3);
      assertThat(figure(watched, "net-sent", Stat.MAX)).isZero(); // it has no network
    }
  }

  @Test
  void findsItAgainWhenItWasRestartedAndMissesItWhenItIsGone() throws Exception {
    run("while :; do busybox sleep 1; done");
    try (TargetWatch watch = TargetWatch.begin(List.of(monitor()))) {
      watch.start(System.nanoTime());
      assertThat(podman("restart", "--time", "0", name)).startsWith("0 ");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              watch.seen().getFirst().events().stream()
                  .anyMatch(event -> event.text().startsWith("restarted as process ")));
      assertThat(podman("kill", name)).startsWith("0 ");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> watch.seen().getFirst().problem().isPresent());
      Watched watched = watch.finish().getFirst();
      assertThat(watched.missing(-ALWAYS_S, ALWAYS_S)).isPositive();
      assertThat(watched.problem().orElse(""))
          .isEqualTo("container " + name + " was not found: podman: it does not run");
    }
  }

  @Test
  void saysWhatTheEngineSaysOfOneThatIsNotThere() throws IOException {
    assertThatThrownBy(() -> Containers.pid("barrage-no-such"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("container barrage-no-such was not found: podman says: ");
  }
}
