package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The testbed as a user starts it: both of its processes end with it. */
class TestbedCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void isPackaged() {
    SharedTestbed.requirePackaged();
  }

  private static JsonNode addresses(BarrageProcess testbed) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> testbed.out().endsWith("}\n") || !testbed.process().isAlive());
    return JsonMapper.shared().readTree(testbed.out());
  }

  /** A terminal sends Ctrl-C to all processes: a run that drains still needs its target. */
  private static boolean ignoresInterrupts(ProcessHandle child) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + child.pid() + "/status"))) {
      String ignored = lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElseThrow();
      return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 1L << (2 - 1)) != 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void ctrlCEndsBothOfItsProcesses() throws Exception {
    BarrageProcess testbed = BarrageProcess.start(folder, "testbed", "--json", "--warmup", "500ms");
    try {
      JsonNode addresses = addresses(testbed);
      assertThat(testbed.err())
          .endsWith("barrage: warming the gateway up for 500ms, not measured\n");
      assertThat(addresses.propertyNames())
          .containsExactly("gateway", "upstream", "admin", "token");
      List<ProcessHandle> children = testbed.process().children().toList();
      assertThat(children).hasSize(2).allMatch(TestbedCommandTest::ignoresInterrupts);

      testbed.signal("INT");
      assertThat(testbed.await().exitCode()).as(testbed.err()).isEqualTo(ExitCode.PASSED);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      testbed.process().destroyForcibly();
    }
  }

  @Test
  void whatToTryIsALineEachToBeCopied() {
    URI gateway = URI.create("http://127.0.0.1:39161");

    assertThat(TestbedCommand.toTry("./barrage", gateway, URI.create("http://127.0.0.1:41407")))
        .isEqualTo(
            """
            Try:
              ./barrage run http://127.0.0.1:39161/api/hello --rate 200 -t 10s
              ./barrage overhead http://127.0.0.1:39161/api/hello --direct http://127.0.0.1:41407
            """);
  }

  @Test
  void ctrlCWhileItStartsEndsItAtOnce() throws Exception {
    BarrageProcess testbed = BarrageProcess.start(folder, "testbed", "--warmup", "10m");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> testbed.err().contains("starting the gateway"));
      List<ProcessHandle> children = testbed.process().children().toList();
      testbed.signal("INT");
      assertThat(testbed.await().exitCode()).as(testbed.err()).isEqualTo(ExitCode.PASSED);
      assertThat(testbed.err()).doesNotContain("gateway ready", "cannot start");
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    } finally {
      testbed.process().destroyForcibly();
    }
  }

  @Test
  void ctrlCEndsItsWarmUpToo() throws Exception {
    BarrageProcess testbed = BarrageProcess.start(folder, "testbed", "--warmup", "10m");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> testbed.err().contains("warming") || !testbed.process().isAlive());
      testbed.signal("INT");
      assertThat(testbed.await().exitCode()).as(testbed.err()).isEqualTo(ExitCode.PASSED);
      assertThat(testbed.out()).isEmpty();
    } finally {
      testbed.process().destroyForcibly();
    }
  }

  @Test
  void itsGatewayListensWhereOneAsksAndItsUpstreamTakesTheFaultOfTheHelp() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      BarrageProcess refused =
          BarrageProcess.run(folder, "testbed", "--port", Integer.toString(port));
      assertThat(refused.err()).startsWith("barrage: --port: cannot listen on " + port);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    }
    BarrageProcess testbed =
        BarrageProcess.start(
            folder, "testbed", "--json", "--warmup", "0s", "--port", Integer.toString(port));
    try {
      JsonNode addresses = addresses(testbed);
      assertThat(addresses.get("gateway").stringValue()).isEqualTo("http://127.0.0.1:" + port);
      HttpRequest fault =
          HttpRequest.newBuilder(URI.create(addresses.get("admin").stringValue() + "/faults"))
              .header("Authorization", "Bearer " + addresses.get("token").stringValue())
              .POST(BodyPublishers.ofString(TestbedCommand.STALL))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        assertThat(client.send(fault, BodyHandlers.ofString()).statusCode())
            .as("the help's example")
            .isEqualTo(200);
      }
    } finally {
      testbed.signal("TERM");
      testbed.await();
    }
  }
}
