package dev.barrage.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barrage.engine.tls.Certificates;
import dev.barrage.engine.tls.TlsServer;
import dev.barrage.measure.Measurement;
import dev.barrage.plan.Plan;
import dev.barrage.plan.PlanReader;
import dev.barrage.report.RunRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The books of connections balance with those of requests, whatever became of a connection. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class UnusedConnectionsTest {
  private static final Certificates CERTIFICATES = Certificates.made();
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Four of the first stage, one with which the second begins. */
  private static final int REQUESTS = 5;

  /** The preflight has the first, the first request asks for the second. */
  private static final int SECOND = 2;

  @TempDir private Path dir;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger openedInVain = new AtomicInteger();
  private final CountDownLatch unanswered = new CountDownLatch(REQUESTS);

  @Test
  void aConnectionThatOpensAfterItsRequestWentOnAnotherIsUnused() throws Exception {
    try (TlsServer server =
        TlsServer.start(CERTIFICATES.server("server"), tls -> {}, (tls, _) -> serve(tls))) {
      Measurement m = run(server).measurement();
      long sent = m.totals().counts().sent();
      Measurement.Connections connections = m.connections();
      assertThat(sent).isEqualTo(REQUESTS).isEqualTo(m.totals().counts().ok());
      assertThat(connections.unused()).isPositive();
      assertThat(connections.opened() + connections.reused())
          .isEqualTo(sent + connections.unused());
      await().until(() -> openedInVain.get() == connections.unused()); // as the server sees it
    }
  }

  /** Requests some 100 ms apart; the handshake of the first one's connection ends after them. */
  private RunRecord run(TlsServer server) throws Exception {
    String yaml =
        """
        target: {url: "https://127.0.0.1:%d", insecure: true, connections: shared}
        users: {u: {tasks: [{get: /}]}}
        load: [hold 10/s for 400ms, hold 0.05/s for 1s]
        warmup: 0s
        bounds: {threads: 1}
        """
            .formatted(server.port());
    Plan plan = PlanReader.read(Files.writeString(dir.resolve("plan.yaml"), yaml));
    return new Run(plan, Optional.empty(), progress -> {}).execute();
  }

  private void serve(SSLSocket tls) throws IOException {
    int number = accepted.incrementAndGet();
    if (number == SECOND) {
      awaitAnswers();
    }
    tls.startHandshake();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(tls.getInputStream(), StandardCharsets.US_ASCII));
    int served = 0;
    for (String line; (line = in.readLine()) != null; ) {
      if (line.isEmpty()) {
        tls.getOutputStream().write(OK);
        served++;
        unanswered.countDown();
      }
    }
    if (served == 0 && number >= SECOND) {
      openedInVain.incrementAndGet();
    }
  }

  private void awaitAnswers() throws IOException {
    try {
      assertThat(unanswered.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
