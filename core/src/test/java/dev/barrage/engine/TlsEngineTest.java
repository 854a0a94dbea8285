package dev.barrage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.engine.tls.Certificates;
import dev.barrage.engine.tls.TlsServer;
import dev.barrage.plan.Body;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Criteria;
import dev.barrage.plan.Hooks;
import dev.barrage.plan.Inputs;
import dev.barrage.plan.Load;
import dev.barrage.plan.LoadProfile;
import dev.barrage.plan.Observation;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Request;
import dev.barrage.plan.Target;
import dev.barrage.plan.Target.Connections;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.Tls;
import dev.barrage.plan.User;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs over {@code https}: preflight, endpoints, engine. */
class TlsEngineTest {
  private static final Certificates CERTIFICATES = Certificates.made();

  /** A hundred handshakes of two cold sides, on a machine that others use. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Tally tally = new Tally();
  private final AtomicInteger served = new AtomicInteger();
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(2);
  private int bodyBytes = 10;

  @AfterEach
  void endTasks() {
    later.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, SHARED, 10",
    "TLSv1.2, SHARED, 10",
    "TLSv1.3, NEW, 10",
    "TLSv1.3, SHARED, 300000"
  })
  void everyRequestIsAnswered(String version, Connections connections, int bytes) throws Exception {
    bodyBytes = bytes;
    try (TlsServer server = start(version, false)) {
      run(server, connections, 200);
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.OK);
      assertThat(tally.count(Outcome.OK)).isEqualTo(100);
      assertThat(served).hasValue(100);
      if (connections == Connections.NEW) {
        assertThat(tally.opened).isEqualTo(100);
      }
    }
  }

  @Test
  void aServerThatWantsAClientCertificateIsSaid() throws Exception {
    try (TlsServer server = start("TLSv1.2", true)) {
      run(
          server,
          Connections.SHARED,
          100,
          List.of(new Preflight.Reached(url(server), server.address())));
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.TLS_FAILED);
      assertThat(tally.ended.getFirst().message())
          .startsWith("server requires a client certificate");
    }
  }

  /** Handshakes queue for the few threads that compute them; meanwhile servers lose patience. */
  @Test
  void theLoopSleepsThoughTheServerClosesWhileAHandshakeWaitsForItsTurn() throws Exception {
    try (TlsServer server =
        TlsServer.start(
            CERTIFICATES.server("server"),
            tls -> {},
            (tls, tcp) -> {
              var _ =
                  later.schedule(
                      () -> {
                        tcp.shutdownOutput();
                        return null;
                      },
                      100,
                      TimeUnit.MILLISECONDS);
              tls.startHandshake();
            })) {
      Target target = target(server, Connections.SHARED);
      Plan plan = plan(target, 4);
      List<Endpoint> endpoints =
          Endpoints.of(
              target,
              List.of(new Preflight.Reached(url(server), server.address())),
              task -> {
                var _ = later.schedule(task, 400, TimeUnit.MILLISECONDS);
              });
      Timing timing = Timing.of(plan, System.nanoTime() + 5_000_000);
      try (Engine engine = new Engine(plan, timing, endpoints, i -> tally)) {
        engine.start();
        engine.await();
        assertThat(engine.failure()).isEmpty();
      }
    }
    assertThat(tally.ended)
        .hasSize(2)
        .allMatch(e -> e.outcome() == Outcome.TLS_FAILED)
        .allMatch(e -> "server closed during the handshake".equals(e.message()));
    assertThat(tally.turns).isLessThan(1000);
  }

  private TlsServer start(String version, boolean clientCertificate) throws IOException {
    return TlsServer.start(
        CERTIFICATES.server("server"),
        tls -> {
          tls.setEnabledProtocols(new String[] {version});
          tls.setNeedClientAuth(clientCertificate);
        },
        (tls, tcp) -> serve(tls));
  }

  /** Takes POSTs with a body of that many bytes, and sends as many back. */
  private void serve(SSLSocket tls) throws IOException {
    InputStream in = new BufferedInputStream(tls.getInputStream());
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Length: " + bodyBytes + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    while (skipHead(in)) {
      byte[] body = in.readNBytes(bodyBytes);
      served.incrementAndGet();
      tls.getOutputStream().write(head);
      tls.getOutputStream().write(body);
    }
  }

  private static boolean skipHead(InputStream in) throws IOException {
    int last4 = 0;
    for (int b; (b = in.read()) >= 0; ) {
      last4 = last4 << 8 | b;
      if (last4 == 0x0D0A0D0A) {
        return true;
      }
    }
    return false;
  }

  private void run(TlsServer server, Connections connections, long perSecond) throws Exception {
    Target target = target(server, connections);
    run(server, connections, perSecond, Preflight.check(target, Duration.ofSeconds(10)));
  }

  private void run(
      TlsServer server, Connections connections, long perSecond, List<Preflight.Reached> reached)
      throws Exception {
    Plan plan = plan(target(server, connections), perSecond);
    try (ExecutorService tasks = Executors.newFixedThreadPool(2)) {
      List<Endpoint> endpoints = Endpoints.of(plan.target(), reached, tasks);
      Timing timing = Timing.of(plan, System.nanoTime() + 5_000_000);
      try (Engine engine = new Engine(plan, timing, endpoints, i -> tally)) {
        engine.start();
        engine.await();
        assertThat(engine.failure()).isEmpty();
      }
    }
  }

  private static URI url(TlsServer server) {
    return URI.create("https://localhost:" + server.port());
  }

  private static Target target(TlsServer server, Connections connections) {
    Tls tls =
        new Tls(
            true,
            Optional.of(CERTIFICATES.cert("ca")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Tls.VERSIONS);
    return Target.at(url(server)).with(tls).with(connections);
  }

  private Request post() {
    return new Request(
        "POST /",
        "POST",
        Template.literal("/"),
        List.of(),
        new Body.Text(Template.literal("x".repeat(bodyBytes))),
        List.of(),
        List.of(),
        List.of(),
        Request.Handling.DEFAULT);
  }

  private Plan plan(Target target, long perSecond) {
    Load.ArrivalStage stage =
        new Load.ArrivalStage.Hold(
            Rate.perSecond(perSecond), Duration.ofMillis(500), Load.Arrivals.CONSTANT);
    return new Plan(
        "tls",
        target,
        List.of(User.of("user", List.of(Task.of(post())))),
        new LoadProfile(Duration.ZERO, new Load.Open(List.of(stage))),
        Criteria.DEFAULT,
        Bounds.DEFAULT.with(new Bounds.Timeouts(PATIENCE, PATIENCE, Optional.empty())),
        Inputs.DEFAULT,
        Hooks.NONE,
        Observation.NONE);
  }
}
