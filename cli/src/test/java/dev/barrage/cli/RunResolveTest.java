package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that moves while the load runs. */
class RunResolveTest {
  @TempDir Path folder;

  private void pointTo(String address) throws Exception {
    Files.writeString(folder.resolve("hosts"), address + " gateway.test\n");
  }

  /** The JDK's own resolver, but one that reads a file of names each time it is asked. */
  @Test
  void newConnectionsGoWhereTheNamePointsNow() throws Exception {
    try (Target one = new Target(new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")));
        Target two =
            new Target(new ServerSocket(one.port(), 200, InetAddress.getByName("127.0.0.2")))) {
      pointTo("127.0.0.1");
      Path plan =
          Files.writeString(
              folder.resolve("moves.yaml"),
              """
              target:
                url: http://gateway.test:%d
                resolve every: 100ms
                connections: new
              users: {u: {tasks: [{get: /}]}}
              load: hold 50/s for 20s
              """
                  .formatted(one.port()));
      BarrageProcess run =
          BarrageProcess.startWith(
              Map.of("JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + folder.resolve("hosts")),
              Files.createTempFile(folder, "out", ".txt"),
              folder,
              "run",
              plan.toString(),
              "-o",
              "r");
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> one.count() > 0);
      pointTo("127.0.0.2");
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> two.count() > 0);
      int atOld = one.count();
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> two.count() > 20);
      assertThat(one.count()).isEqualTo(atOld);
      run.signal("INT");
      run.await();
      assertThat(run.record("r").path("counts").path("sent").asInt())
          .isEqualTo(one.count() + two.count());
    }
  }
}
