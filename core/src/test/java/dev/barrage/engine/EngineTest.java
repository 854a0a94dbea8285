package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Body;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Capture;
import dev.barrage.plan.JsonPath;
import dev.barrage.plan.Request;
import dev.barrage.plan.Step;
import dev.barrage.plan.Target.Connections;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import dev.barrage.plan.Wait;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine sends, and when, to targets that answer. */
@Timeout(60)
class EngineTest extends EngineRuns {
  @Test
  void sendsOneRequestForEachArrival() throws Exception {
    load = arrivals(800, 250);
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      run(server);
      assertThat(tally.started).isEqualTo(200);
      assertThat(tally.count(Outcome.OK)).isEqualTo(200);
      assertThat(server.requests.get()).isEqualTo(tally.sent).isEqualTo(200);
    }
  }

  @Test
  void intendsArrivalsExactlyWhereTheScheduleSays() throws Exception {
    load = arrivals(1000, 500);
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      run(server);
      long first = tally.ended.stream().mapToLong(Tally.Ended::intendedNs).min().orElseThrow();
      assertThat(tally.ended.stream().mapToLong(e -> e.intendedNs() - first).sorted())
          .containsExactlyElementsOf(
              java.util.stream.LongStream.range(0, 500).mapToObj(n -> n * 1_000_000).toList());
      assertThat(tally.ended).allMatch(e -> e.dispatchedNs() >= e.intendedNs());
      assertThat(tally.ended).allMatch(e -> e.sentNs() >= e.dispatchedNs());
      assertThat(tally.ended).allMatch(e -> e.doneNs() > e.sentNs());
    }
  }

  @Test
  void severalLoopsShareOutTheSameArrivals() throws Exception {
    bounds = bounds.with(Bounds.Loops.of(3));
    load = arrivals(1000, 500);
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      run(server);
      assertThat(tally.ended.stream().map(Tally.Ended::intendedNs).distinct()).hasSize(500);
      assertThat(server.requests.get()).isEqualTo(500);
    }
  }

  @Test
  void arrivalsBeyondTheInFlightBoundAreDroppedNotDelayed() throws Exception {
    bounds = bounds(10, Duration.ofSeconds(5), Duration.ofSeconds(1));
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          never.await();
        })) {
      run(server);
      assertThat(tally.started).isEqualTo(10);
      assertThat(tally.dropped).isEqualTo(90);
      assertThat(tally.unfinished).as("cut at the end of the drain").isEqualTo(10);
    }
  }

  @Test
  void aUserSendsItsNextRequestOnlyAfterItsAnswer() throws Exception {
    load = users(7, 500);
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(server.mostInHand.get()).isLessThanOrEqualTo(7);
      assertThat(tally.usersStarted).isEqualTo(7);
      assertThat(tally.opened).as("each user has its own connection").isEqualTo(7);
      assertThat(tally.iterationsCompleted).isEqualTo(tally.count(Outcome.OK));
    }
  }

  @Test
  void usersBeyondTheConnectionBoundShare() throws Exception {
    bounds = bounds.withAtOnce(3, 10_000);
    load = users(20, 300);
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(tally.opened).isEqualTo(3);
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.OK);
    }
  }

  @Test
  void aNewConnectionForEachRequestWhenThePlanSaysSo() throws Exception {
    connections = Connections.NEW;
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(server.connections.get()).isEqualTo(100);
      assertThat(server.heads).allMatch(head -> head.contains("Connection: close\r\n"));
    }
  }

  @Test
  void anOverrunPaceStartsAtOnceAndItsLatenessIsLatency() throws Exception {
    load = users(1, 60_000);
    waits = new Wait.Pace(Duration.ofMillis(50));
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          for (int n = 0; connection.request() != null; n++) {
            if (n == 2) {
              new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
            }
            connection.answer(ok("x"));
          }
        })) {
      try (Engine engine = engine(server.address())) {
        Awaitility.await().until(() -> server.requests.get() >= 12);
        engine.stop(Duration.ofSeconds(1));
        engine.await();
      }
      List<Tally.Ended> ended = tally.ended;
      for (int i = 1; i < ended.size(); i++) {
        assertThat(ended.get(i).intendedNs() - ended.get(i - 1).intendedNs()).isEqualTo(50_000_000);
      }
      Tally.Ended late = ended.get(3);
      assertThat(late.latencyNs()).isGreaterThan(240_000_000L);
      assertThat(late.dispatchedNs() - late.readyNs())
          .as("the generator was not to blame")
          .isLessThan(200_000_000L);
    }
  }

  @Test
  void aPauseAfterAnOverrunPaceIsOverAlreadyAndNotTheGeneratorsDelay() throws Exception {
    load = users(1, 60_000);
    waits = new Wait.Pace(Duration.ofMillis(20));
    steps = List.of(new Step.Pause(Duration.ofMillis(1), Duration.ofMillis(1)), request);
    CountDownLatch stuck = new CountDownLatch(1);
    try (ScriptedServer server =
            new ScriptedServer(connection -> {
              for (int n = 0; connection.request() != null; n++) {
                if (n == 0) {
                  stuck.await(400, TimeUnit.MILLISECONDS);
                }
                connection.answer(ok("x"));
              }
            });
        Engine engine = engine(server.address())) {
      Awaitility.await().until(() -> server.requests.get() >= 5);
      engine.stop(Duration.ofSeconds(1));
      engine.await();
    }
    Tally.Ended late = tally.ended.get(1);
    assertThat(late.intendedNs() - tally.ended.get(0).intendedNs()).isEqualTo(20_000_000);
    assertThat(late.readyNs()).isEqualTo(tally.ended.get(0).doneNs());
    assertThat(late.latencyNs()).isGreaterThan(350_000_000);
  }

  @Test
  void capturesOfOneStepFillTheNextAndStartStepsRunOnce() throws Exception {
    load = users(2, 300);
    Request login =
        with(
            request("POST", "/login", new Body.Json(Template.literal("{}"))),
            List.of(),
            List.of(
                new Capture(
                    "token",
                    new Capture.Source.Json(
                        new JsonPath("$.t", List.of(new JsonPath.Segment.Name("t")))))));
    Template bearer =
        new Template(List.of(new Part.Literal("Bearer "), new Part.Slot("token", Encoding.RAW)));
    Template path =
        new Template(
            List.of(new Part.Literal("/u/"), new Part.Slot("user.id", Encoding.URI_COMPONENT)));
    start = List.of(login);
    request =
        new Request(
            "work",
            "GET",
            path,
            List.of(new Request.Header("Authorization", bearer)),
            new Body.None(),
            List.of(),
            List.of(),
            List.of(),
            Request.Handling.DEFAULT);
    waits = new Wait.Constant(Duration.ofMillis(10));
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          for (String head; (head = connection.request()) != null; ) {
            connection.answer(
                ok(head.startsWith("POST") ? "{\"t\":\"s" + connection.number + "\"}" : "x"));
          }
        })) {
      run(server);
      assertThat(server.heads).filteredOn(h -> h.startsWith("POST /login")).hasSize(2);
      assertThat(server.heads)
          .filteredOn(h -> h.startsWith("GET"))
          .isNotEmpty()
          .allMatch(
              h -> h.matches("(?s)GET /u/[01] HTTP/1.1\r\n.*Authorization: Bearer s[01]\r\n.*"));
    }
  }

  @Test
  void largeBodiesPassBothWays() throws Exception {
    String large = "x".repeat(1 << 20);
    request = request("POST", "/", new Body.Text(Template.literal(large)));
    load = arrivals(20, 500);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          for (String text; (text = connection.request()) != null; ) {
            connection.answer(ok(text.substring(text.indexOf("\r\n\r\n") + 4)));
          }
        })) {
      run(server);
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.OK);
      assertThat(tally.bytesReceived).isGreaterThan(10L << 20);
      assertThat(tally.sent).isEqualTo(10);
    }
  }

  @Test
  void severalTargetsAreServedInTurn() throws Exception {
    try (ScriptedServer one = ScriptedServer.answering(ok("1"));
        ScriptedServer two = ScriptedServer.answering(ok("2"))) {
      run(one.address(), two.address());
      assertThat(one.requests.get()).isEqualTo(50);
      assertThat(two.requests.get()).isEqualTo(50);
    }
  }

  @Test
  void reachesAnIpv6Target() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(
            InetAddress.getByName("::1"),
            connection -> {
              while (connection.request() != null) {
                connection.answer(ok("x"));
              }
            })) {
      run(server);
      assertThat(tally.count(Outcome.OK)).isEqualTo(100);
    }
  }

  @Test
  void aStoppedRunStartsNothingMoreAndDrains() throws Exception {
    load = arrivals(100, 60_000);
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      try (Engine engine = engine(server.address())) {
        Awaitility.await().until(() -> server.requests.get() >= 20);
        engine.stop(Duration.ofSeconds(1));
        engine.await();
      }
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.OK);
      assertThat(tally.unfinished).isZero();
      assertThat(tally.started).isLessThan(1000).isEqualTo(server.requests.get());
    }
  }

  @Test
  void theSameSeedDrawsTheSameTasksInTheSameOrder() throws Exception {
    tasks = List.of(new Task(3, List.of(get("/a")), List.of()), Task.of(get("/b")));
    load = arrivals(500, 400);
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      List<Integer> first = drawn();
      tally.ended.clear();
      tally.started = 0;
      run(server);
      assertThat(drawn()).isEqualTo(first);
      assertThat(first.stream().filter(request -> request == 1).count()).isBetween(20L, 80L);
    }
  }

  /** Which request each arrival made, in the order of arrivals. */
  private List<Integer> drawn() {
    return tally.ended.stream()
        .sorted(java.util.Comparator.comparingLong(Tally.Ended::intendedNs))
        .map(Tally.Ended::request)
        .toList();
  }
}
