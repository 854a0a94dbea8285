package dev.barrage.monitor.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.barrage.plan.Monitor;
import dev.barrage.plan.Monitor.Selector;
import dev.barrage.plan.Monitor.Source;
import dev.barrage.plan.Monitor.Stat;
import dev.barrage.plan.SeriesQuery;
import dev.barrage.testkit.RealServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TargetWatchTest {
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final double ALWAYS_S = 1e9;

  @TempDir Path folder;
  private HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private URI serve(AtomicReference<String> page) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = page.get().getBytes(UTF_8);
          exchange.sendResponseHeaders(page.get().startsWith("down") ? 503 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
  }

  private static Monitor monitor(Source source) {
    return new Monitor("it", source, EVERY, false);
  }

  /** Watches until there are so many looks, then ends. */
  private static Watched watch(Source source, int looks, Runnable meanwhile) {
    try (TargetWatch watch = TargetWatch.begin(List.of(monitor(source)))) {
      watch.start(System.nanoTime());
      meanwhile.run();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> watch.seen().getFirst().looks().size() >= looks);
      return watch.finish().getFirst();
    }
  }

  private static double figure(Watched watched, String series, Stat stat) {
    return watched.figure(series, stat, -ALWAYS_S, ALWAYS_S).orElse(Double.NaN);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void seesCpuAndDescriptorsOfAProcessThatWorks() throws Exception {
    Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      Watched watched = watch(new Source.Process(new Selector.Pid(busy.pid())), 8, () -> {});
      assertThat(figure(watched, "cpu", Stat.MAX)).isPositive().isLessThanOrEqualTo(1.05);
      assertThat(figure(watched, "rss", Stat.MAX)).isGreaterThan(100_000);
      assertThat(figure(watched, "threads", Stat.MAX)).isEqualTo(1);
      assertThat(figure(watched, "fds", Stat.MAX)).isGreaterThanOrEqualTo(3);
      assertThat(watched.events()).isEmpty();
    } finally {
      busy.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void countsDescendantsWithTheirParent() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & sleep 60 & wait").start();
    try {
      Watched watched = watch(new Source.Process(new Selector.Pid(parent.pid())), 3, () -> {});
      assertThat(figure(watched, "threads", Stat.MAX)).isEqualTo(3);
    } finally {
      parent.descendants().forEach(ProcessHandle::destroyForcibly);
      parent.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessThatEndsIsMissingFromThenOn() throws Exception {
    Process shortLived = new ProcessBuilder("sleep", "60").start();
    Watched watched =
        watch(
            new Source.Process(new Selector.Pid(shortLived.pid())),
            8,
            () -> shortLived.destroyForcibly().onExit().join());
    assertThat(watched.missing(-ALWAYS_S, ALWAYS_S)).isPositive();
    assertThat(watched.events())
        .extracting(Watched.Event::text)
        .containsExactly("process " + shortLived.pid() + " ended");
    assertThat(watched.problem()).hasValue("there is no process " + shortLived.pid());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void findsWhoListensOnAPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ProcessTable table = new ProcessTable(Path.of("/proc"));
      assertThat(table.listeners(socket.getLocalPort()))
          .containsExactly(ProcessHandle.current().pid());
    }
  }

  @Test
  void aMonitorThatSeesNothingAtTheStartIsRefusedUnlessOptional() throws Exception {
    int port = RealServer.freePort();
    Source gone = new Source.Health(URI.create("http://127.0.0.1:" + port + "/health"));
    assertThatThrownBy(() -> TargetWatch.begin(List.of(monitor(gone))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "monitor it sees nothing: nothing listens at http://127.0.0.1:"
                + port
                + "/health; mend it, or mark it optional: \"optional: true\" in the plan, NAME?=…"
                + " with --monitor");
    TargetWatch.begin(List.of(new Monitor("it", gone, EVERY, true))).close();
  }

  @Test
  void sumsWhatAPrometheusSelectorMatchesAndRatesCounters() throws Exception {
    AtomicReference<String> page = new AtomicReference<>();
    page.set(
        """
        # HELP used bytes
        # TYPE used gauge
        used{area="heap",id="a b"} 1.5e3
        used{area="heap",id="c\\"d"} 500 1395066363000
        used{area="other"} 9000
        hits_total 10
        """);
    URI url = serve(page);
    Source source =
        new Source.Prometheus(
            url,
            Map.of(
                "heap", SeriesQuery.parse("used{area=\"heap\"}"),
                "hits", SeriesQuery.parse("rate(hits_total)"),
                "none", SeriesQuery.parse("nothing")));
    Watched watched = watch(source, 4, () -> {});
    assertThat(figure(watched, "heap", Stat.LAST)).isEqualTo(2000);
    assertThat(figure(watched, "hits", Stat.MEAN)).isZero();
    assertThat(watched.figure("none", Stat.MEAN, -ALWAYS_S, ALWAYS_S)).isEmpty();
  }

  @Test
  void aPageThatIsNoPrometheusPageIsSaidSo() throws Exception {
    URI url = serve(new AtomicReference<>("<html>\n<body>hello</body>\n"));
    Source source = new Source.Prometheus(url, Map.of("x", SeriesQuery.parse("x")));
    assertThatThrownBy(() -> TargetWatch.begin(List.of(monitor(source))))
        .hasMessageContaining("it is not a Prometheus page: line 1 is \"<html>\"");
  }

  @Test
  void healthThatIsLostIsDownNotMissing() throws Exception {
    AtomicReference<String> page = new AtomicReference<>("ok");
    URI url = serve(page);
    Watched watched = watch(new Source.Health(url), 6, () -> page.set("down"));
    assertThat(figure(watched, "up", Stat.LAST)).isZero();
    assertThat(watched.missing(-ALWAYS_S, ALWAYS_S)).isZero();
  }

  @Test
  void countsLinesAddedToALogAlsoAfterItWasReplaced() throws Exception {
    Path log = folder.resolve("gateway.log");
    Files.writeString(log, "ERROR before the run\n");
    LogProbe probe = new LogProbe(log, Pattern.compile("ERROR"));
    assertThat(probe.look(0)).containsExactly(0);
    Files.writeString(log, "ERROR one\ninfo\nERR", StandardOpenOption.APPEND);
    assertThat(probe.look(1)).containsExactly(1);
    Files.writeString(log, "OR two\n", StandardOpenOption.APPEND);
    assertThat(probe.look(2)).containsExactly(2);
    Files.delete(log);
    Files.writeString(log, "ERROR three\n");
    assertThat(probe.look(3)).containsExactly(3);
    assertThat(probe.events()).containsExactly("the log was replaced or cut");
    assertThat(probe.samples()).containsExactly("ERROR one", "ERROR two", "ERROR three");
  }

  @Test
  void slopesIgnoreAFewWildLooks() {
    List<Watched.Look> looks = new java.util.ArrayList<>();
    for (int second = 0; second < 120; second++) {
      double rss = 1e8 + second * 1e6 + (second == 50 ? 5e9 : 0);
      looks.add(new Watched.Look(second, new double[] {0.1, rss, 1, 1, 1, 1, 1}));
    }
    Monitor process = monitor(new Source.Process(new Selector.Pid(1)));
    Watched watched = new Watched(process, looks, List.of(), List.of(), java.util.Optional.empty());
    assertThat(watched.figure("rss", Stat.SLOPE, 0, 120).orElseThrow())
        .isCloseTo(60e6, org.assertj.core.data.Percentage.withPercentage(5));
    assertThat(watched.figure("rss", Stat.INCREASE, 10, 20).orElseThrow()).isEqualTo(10e6);
  }
}
