package dev.barrage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.barrage.cli.live.OtlpPush;
import dev.barrage.testkit.RealServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a collector gets, over a real socket. */
@Timeout(60)
class OtlpPushTest {
  /** One push: what was asked for, and what it held. */
  private record Push(String path, String type, String key, Protobuf body) {}

  /** A collector on loopback that answers all pushes with this status. */
  private static final class Collector implements AutoCloseable {
    final List<Push> pushes = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;

    Collector(int status) throws Exception {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              pushes.add(
                  new Push(
                      exchange.getRequestURI().toString(),
                      String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                      String.valueOf(exchange.getRequestHeaders().getFirst("X-Api-Key")),
                      new Protobuf(exchange.getRequestBody().readAllBytes())));
              exchange.sendResponseHeaders(status, -1);
            }
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** Metrics of a push by name: ExportMetricsServiceRequest of opentelemetry-proto. */
  private static Protobuf metric(Push push, String name) {
    Protobuf scope = push.body().message(1).message(2);
    return scope.messages(2).stream()
        .filter(metric -> metric.text(1).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  @Test
  void theLastPushAgreesWithTheRun() throws Exception {
    try (Target target = new Target();
        Collector collector = new Collector(200);
        OtlpPush push =
            new OtlpPush(collector.url(), Optional.of("x-api-key=s3cr%2Ct,,other=1"), "live")) {
      LiveRuns.of(target, 2, push);
      assertThat(push.problem()).isEmpty();
      assertThat(collector.pushes).hasSizeGreaterThanOrEqualTo(2);
      Push last = collector.pushes.getLast();
      assertThat(last.path()).isEqualTo("/v1/metrics");
      assertThat(last.type()).isEqualTo("application/x-protobuf");
      assertThat(last.key()).isEqualTo("s3cr,t");
      Protobuf started = metric(last, "barrage.requests.started").message(7);
      assertThat(started.number(2)).as("cumulative").isEqualTo(2);
      assertThat(started.number(3)).as("monotonic").isEqualTo(1);
      assertThat(started.message(1).real(4)).isEqualTo(100);
      assertThat(
              metric(last, "barrage.requests").message(7).messages(1).stream()
                  .mapToDouble(point -> point.real(4))
                  .sum())
          .isEqualTo(100);
      Protobuf latency = metric(last, "barrage.request.latency");
      assertThat(latency.text(3)).isEqualTo("s");
      assertThat(latency.message(9).messages(1).stream().mapToDouble(point -> point.fixed(4)).sum())
          .isEqualTo(100);
      assertThat(metric(last, "barrage.users").message(5).messages(1)).hasSize(1);
    }
  }

  @Test
  void aCollectorThatRefusesOrIsNotThereCostsTheRunNothingAndIsTold() throws Exception {
    try (Target target = new Target();
        Collector refusing = new Collector(503);
        OtlpPush push =
            new OtlpPush(refusing.url() + "/own/path?key=s3cret", Optional.of("k=v"), "live")) {
      assertThat(LiveRuns.of(target, 1, push).getLast().numbers().counts().ok()).isEqualTo(50);
      assertThat(refusing.pushes).isNotEmpty();
      assertThat(refusing.pushes.getFirst().path()).startsWith("/own/path");
      assertThat(push.problem())
          .get()
          .asString()
          .matches("--otlp: (\\d) of \\1 pushes to " + refusing.url() + "/own/path did not arrive");
    }
    try (Target target = new Target();
        OtlpPush push =
            new OtlpPush("http://127.0.0.1:" + RealServer.freePort(), Optional.empty(), "live")) {
      assertThat(LiveRuns.of(target, 1, push).getLast().numbers().counts().ok()).isEqualTo(50);
      assertThat(push.problem()).get().asString().endsWith("/v1/metrics did not arrive");
    }
  }

  @Test
  void headersThatAreNoneAreRefusedWithoutShowingThem() {
    assertThatThrownBy(() -> new OtlpPush("http://h", Optional.of("s3cret"), "p"))
        .hasMessage(
            "OTEL_EXPORTER_OTLP_HEADERS has a part without name=value; separate them by commas");
  }
}
