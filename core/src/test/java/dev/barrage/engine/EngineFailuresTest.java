package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Body;
import dev.barrage.plan.Check;
import dev.barrage.plan.Template;
import dev.barrage.plan.Wait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of requests when targets refuse, break off, hang or go away. */
@Timeout(60)
class EngineFailuresTest extends EngineRuns {
  private static final String REFUSING = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy";

  @Test
  void aFrozenTargetIsMetByAllArrivalsNotByAFewConnections() throws Exception {
    load = arrivals(500, 1000);
    CountDownLatch thaw = new CountDownLatch(500);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            thaw.countDown();
            thaw.await();
            connection.answer(ok("late"));
          }
        })) {
      run(server);
      assertThat(server.mostInHand.get()).isEqualTo(500);
      assertThat(tally.count(Outcome.OK)).isEqualTo(500);
      assertThat(tally.ended.stream().mapToLong(Tally.Ended::latencyNs).max().orElseThrow())
          .isGreaterThan(990_000_000L);
    }
  }

  @Test
  void aRefusedConnectionFailsTheRequestThatWantedIt() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    load = arrivals(50, 400);
    run(nobody);
    assertThat(tally.count(Outcome.CONNECT_FAILED)).isEqualTo(20);
    assertThat(tally.failedConnections).as("attempts are bounded by arrivals").isEqualTo(20);
    assertThat(tally.ended).allMatch(e -> "connection refused".equals(e.message()));
    assertThat(tally.sent).isZero();
  }

  @Test
  void usersWithoutWaitsBackOffFromARefusingTarget() throws Exception {
    InetSocketAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    load = users(2, 1000);
    run(nobody);
    // 50, 100, 200, 400, 800 ms: at most five attempts each within the second.
    assertThat(tally.failedConnections).isBetween(2, 10);
  }

  @Test
  void aStatusFrom400OnIsRefused() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(REFUSING)) {
      run(server);
      assertThat(tally.count(Outcome.STATUS_REFUSED)).isEqualTo(100);
      assertThat(tally.ended).allMatch(e -> e.status() == 503 && "status 503".equals(e.message()));
    }
  }

  @Test
  void anExpectedStatusIsGoodWhateverItIs() throws Exception {
    request =
        with(
            request,
            List.of(new Check.Status(List.of(new Check.StatusRange(503, 503)))),
            List.of());
    try (ScriptedServer server = ScriptedServer.answering(REFUSING)) {
      run(server);
      assertThat(tally.count(Outcome.OK)).isEqualTo(100);
    }
  }

  @Test
  void aFailedBodyCheckSaysWhich() throws Exception {
    request = with(request, List.of(new Check.BodyContains("bye")), List.of());
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      run(server);
      assertThat(tally.count(Outcome.CHECK_FAILED)).isEqualTo(100);
      assertThat(tally.ended).allMatch(e -> "body does not contain bye".equals(e.message()));
    }
  }

  @Test
  void aResponseThatNeverComesTimesOutAfterTheTimeout() throws Exception {
    bounds = bounds(10_000, Duration.ofMillis(150), Duration.ofSeconds(5));
    load = arrivals(20, 500);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          connection.request(); // the client closes
        })) {
      run(server);
      assertThat(tally.count(Outcome.TIMEOUT)).isEqualTo(10);
      assertThat(tally.ended).allMatch(e -> e.doneNs() - e.dispatchedNs() >= 150_000_000L);
    }
  }

  @Test
  void aRequestWithoutAConnectionTimesOutToo() throws Exception {
    bounds = bounds(10_000, Duration.ofMillis(200), Duration.ofMillis(200)).withAtOnce(1, 10_000);
    load = users(5, 100);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          connection.request();
        })) {
      run(server);
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.TIMEOUT);
      assertThat(tally.ended).anyMatch(e -> "no connection in time".equals(e.message()));
    }
  }

  @Test
  void anIdempotentRequestOnAStaleConnectionGoesOnceMore() throws Exception {
    load = users(1, 500);
    waits = new Wait.Constant(Duration.ofMillis(20));
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          connection.answer(ok("one"));
          connection.request(); // read, and never answered: closed before any response byte
          connection.answer("");
        })) {
      run(server);
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.OK);
      assertThat(tally.retried).isPositive();
      assertThat(tally.sent).isEqualTo(server.requests.get());
      assertThat(tally.sent).isEqualTo(tally.started + tally.retried);
    }
  }

  @Test
  void aPostOnAStaleConnectionIsReset() throws Exception {
    load = users(1, 300);
    waits = new Wait.Constant(Duration.ofMillis(20));
    request = request("POST", "/", new Body.Text(Template.literal("x")));
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          connection.answer(ok("one"));
          connection.request();
          connection.answer("");
        })) {
      run(server);
      assertThat(tally.retried).isZero();
      assertThat(tally.count(Outcome.RESET)).isPositive();
      assertThat(tally.ended)
          .filteredOn(e -> e.outcome() == Outcome.RESET)
          .allMatch(e -> "connection closed by the target before the response".equals(e.message()));
    }
  }

  @Test
  void aCloseInMidResponseIsReset() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          connection.answer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        })) {
      run(server);
      assertThat(tally.count(Outcome.RESET)).isEqualTo(100);
      assertThat(tally.ended)
          .allMatch(e -> "connection closed by the target in mid-response".equals(e.message()));
    }
  }

  @Test
  void aMalformedResponseClosesItsConnectionAndTheRunGoesOn() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            connection.answer(connection.number == 0 ? "HTTP/1.1 2OO OK\r\n\r\n" : ok("fine"));
          }
        })) {
      run(server);
      assertThat(tally.count(Outcome.MALFORMED_RESPONSE)).isEqualTo(1);
      assertThat(tally.count(Outcome.OK)).isEqualTo(99);
    }
  }

  @Test
  void bytesAfterTheResponseAreMalformed() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("fine") + "surplus")) {
      run(server);
      assertThat(tally.count(Outcome.MALFORMED_RESPONSE)).isEqualTo(100);
      assertThat(tally.ended).allMatch(e -> "bytes after the response".equals(e.message()));
    }
  }

  @Test
  void theTargetMayGoAndComeBackInMidRun() throws Exception {
    load = arrivals(100, 1500);
    ScriptedServer first = ScriptedServer.answering(ok("x"));
    InetSocketAddress address = first.address();
    try (Engine engine = engine(address)) {
      org.awaitility.Awaitility.await().until(() -> first.requests.get() >= 20);
      first.close();
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
    assertThat(tally.count(Outcome.CONNECT_FAILED)).isPositive();
    assertThat(tally.count(Outcome.OK)).isGreaterThanOrEqualTo(20);
    assertThat(tally.ended).hasSize(150);
  }
}
