package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Body;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Capture;
import dev.barrage.plan.Check;
import dev.barrage.plan.JsonPath;
import dev.barrage.plan.Load;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Rate;
import dev.barrage.plan.Request;
import dev.barrage.plan.Step;
import dev.barrage.plan.Target;
import dev.barrage.plan.Target.Connections;
import dev.barrage.plan.Task;
import dev.barrage.plan.Template;
import dev.barrage.plan.Template.Encoding;
import dev.barrage.plan.Template.Part;
import dev.barrage.plan.Tls;
import dev.barrage.plan.User;
import dev.barrage.plan.Validity;
import dev.barrage.plan.Wait;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineTest {
  private static final String REFUSING = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy";

  private Request request = get("/");
  private List<Step> start = List.of();
  private List<Step> steps = List.of();
  private List<Task> tasks = List.of();
  private Wait waits = new Wait.None();
  private Load load = arrivals(500, 200); // a hundred
  private Connections connections = Connections.PER_USER;
  private Duration warmup = Duration.ZERO;
  private Bounds bounds =
      new Bounds(
          10_000,
          10_000,
          OptionalInt.of(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Optional.empty(),
          64 << 10,
          1 << 20);
  private final Tally tally = new Tally();

  private static Request get(String path) {
    return request("GET", path, new Body.None());
  }

  private static Request request(String method, String path, Body body) {
    return new Request(
        method + " " + path,
        method,
        Template.literal(path),
        List.of(),
        body,
        List.of(),
        List.of(),
        Optional.empty());
  }

  private static Request with(Request r, List<Check> checks, List<Capture> captures) {
    return new Request(
        r.name(), r.method(), r.path(), r.headers(), r.body(), checks, captures, r.timeout());
  }

  private static Load arrivals(long perSecond, long ms) {
    return new Load.Open(
        List.of(
            new Load.ArrivalStage.Hold(
                Rate.perSecond(perSecond), Duration.ofMillis(ms), Load.Arrivals.CONSTANT)));
  }

  private static Load users(int users, long ms) {
    return new Load.Closed(
        List.of(new Load.UserStage.Hold(users, Rate.ZERO, Duration.ofMillis(ms))));
  }

  private Engine engine(InetSocketAddress... addresses) throws Exception {
    List<URI> urls =
        java.util.Arrays.stream(addresses)
            .map(a -> URI.create("http://127.0.0.1:" + a.getPort()))
            .toList();
    List<Step> own = steps.isEmpty() ? List.of(request) : steps;
    Plan plan =
        new Plan(
            "test",
            new Target(urls, Tls.DEFAULT, connections, Optional.empty()),
            List.of(
                new User(
                    "user", 1, waits, start, tasks.isEmpty() ? List.of(new Task(1, own)) : tasks)),
            load,
            warmup,
            List.of(),
            bounds,
            Validity.DEFAULT,
            Map.of(),
            7);
    Timing timing = Timing.of(plan, System.nanoTime() + 5_000_000);
    List<Endpoint> endpoints =
        java.util.Arrays.stream(addresses).map(a -> new Endpoint(a, Endpoint.PLAIN)).toList();
    Engine engine = new Engine(plan, timing, endpoints, i -> tally);
    engine.start();
    return engine;
  }

  private void run(ScriptedServer server) throws Exception {
    run(server.address());
  }

  private void run(InetSocketAddress... addresses) throws Exception {
    try (Engine engine = engine(addresses)) {
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
    int failed = tally.ended.size();
    assertThat(tally.started)
        .as("started = ended + unfinished")
        .isEqualTo(failed + tally.unfinished);
  }

  private Bounds bounds(int inFlight, Duration timeout, Duration drain) {
    return new Bounds(
        bounds.connections(),
        inFlight,
        bounds.threads(),
        timeout,
        bounds.connectTimeout(),
        Optional.of(drain),
        bounds.headerBytes(),
        bounds.bodyBytes());
  }

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
    bounds =
        new Bounds(
            10_000,
            10_000,
            OptionalInt.of(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Optional.empty(),
            64 << 10,
            1 << 20);
    load = arrivals(1000, 500);
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      run(server);
      assertThat(tally.ended.stream().map(Tally.Ended::intendedNs).distinct()).hasSize(500);
      assertThat(server.requests.get()).isEqualTo(500);
    }
  }

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
    bounds =
        new Bounds(
            1,
            10_000,
            OptionalInt.of(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Optional.empty(),
            64 << 10,
            1 << 20);
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
    bounds =
        new Bounds(
            3,
            10_000,
            OptionalInt.of(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            Optional.empty(),
            64 << 10,
            1 << 20);
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
    load = users(1, 1000);
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
      run(server);
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
            Optional.empty());
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
        org.awaitility.Awaitility.await().until(() -> server.requests.get() >= 20);
        engine.stop(Duration.ofSeconds(1));
        engine.await();
      }
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.OK);
      assertThat(tally.unfinished).isZero();
      assertThat(tally.started).isLessThan(1000).isEqualTo(server.requests.get());
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

  @Test
  void theSameSeedDrawsTheSameTasksInTheSameOrder() throws Exception {
    tasks = List.of(new Task(3, List.of(get("/a"))), new Task(1, List.of(get("/b"))));
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
