package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.barrage.engine.io.Block;
import dev.barrage.engine.io.Wire;
import dev.barrage.plan.Body;
import dev.barrage.plan.Bounds;
import dev.barrage.plan.Capture;
import dev.barrage.plan.Check;
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
import dev.barrage.plan.Templates;
import dev.barrage.plan.User;
import dev.barrage.plan.Wait;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens at bounds, at the end of a run, and when something breaks. */
@Timeout(15)
@Execution(ExecutionMode.CONCURRENT)
class EngineEdgesTest {
  private Connections policy = Connections.PER_USER;
  private int connections = 10_000;
  private int threads = 1;
  private Duration timeout = Duration.ofSeconds(1);
  private Load load = arrivals(100, 300);
  private Wait waits = new Wait.None();
  private Body body = new Body.None();
  private List<Check> checks = List.of();
  private List<Capture> captures = List.of();
  private String host = "127.0.0.1";
  private Endpoint.Wrapper wrapper = Endpoint.PLAIN;
  private final Tally tally = new Tally();

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

  private Engine start(InetSocketAddress... addresses) throws Exception {
    List<URI> urls =
        java.util.Arrays.stream(addresses)
            .map(a -> URI.create("http://" + host + ":" + a.getPort()))
            .toList();
    Request request =
        new Request(
            "it",
            body instanceof Body.None ? "GET" : "POST",
            Template.literal("/"),
            List.of(),
            body,
            checks,
            captures,
            List.of(),
            Request.Handling.DEFAULT);
    Bounds bounds =
        Bounds.DEFAULT
            .withAtOnce(connections, 10_000)
            .with(Bounds.Loops.of(threads))
            .with(new Bounds.Timeouts(timeout, Duration.ofSeconds(2), Optional.empty()));
    Plan plan =
        new Plan(
            "edges",
            Target.at(urls).with(policy),
            List.of(User.of("user", List.of(Task.of(request))).withWaits(waits)),
            new LoadProfile(Duration.ZERO, load),
            Criteria.DEFAULT,
            bounds,
            Inputs.DEFAULT.withSeed(7),
            Hooks.NONE,
            Observation.NONE);
    List<Endpoint> endpoints =
        java.util.Arrays.stream(addresses).map(a -> new Endpoint(a, wrapper)).toList();
    Engine engine =
        new Engine(plan, Timing.of(plan, System.nanoTime() + 5_000_000), endpoints, i -> tally);
    engine.start();
    return engine;
  }

  private void run(InetSocketAddress... addresses) throws Exception {
    try (Engine engine = start(addresses)) {
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
    assertThat(tally.started).isEqualTo(tally.ended.size() + tally.unfinished);
  }

  private static void pause(long ms) throws InterruptedException {
    new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
  }

  @Test
  void noTwoUsersHaveTheSameNumberWhenTheirCountFallsAndRisesAgain() throws Exception {
    load =
        new Load.Closed(
            List.of(
                new Load.UserStage.Hold(3, Rate.ZERO, Duration.ofMillis(100)),
                new Load.UserStage.Hold(0, Rate.ZERO, Duration.ofMillis(100)),
                new Load.UserStage.Hold(3, Rate.ZERO, Duration.ofMillis(600))));
    body = new Body.Text(Templates.parse("#${user.id}#", Template.Encoding.RAW));
    Set<String> inHand = ConcurrentHashMap.newKeySet();
    AtomicInteger twice = new AtomicInteger();
    try (ScriptedServer slow =
        new ScriptedServer(connection -> {
          for (String request; (request = connection.request()) != null; ) {
            String user = request.split("#")[1];
            twice.addAndGet(inHand.add(user) ? 0 : 1);
            pause(400);
            inHand.remove(user);
            connection.answer(ok("x"));
          }
        })) {
      run(slow.address());
      assertThat(twice).hasValue(0);
      assertThat(slow.requests.get()).isGreaterThan(3);
    }
  }

  @Test
  void bytesOfARequestThatBrokeOffAreThoseThatWereWritten() throws Exception {
    body = new Body.Text(Template.literal("x".repeat(16 << 20)));
    load = users(1, 1000);
    timeout = Duration.ofSeconds(5);
    try (ScriptedServer deaf =
        new ScriptedServer(connection -> {
          connection.socket.getInputStream().readNBytes(1000);
          pause(150);
        })) {
      run(deaf.address());
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.RESET);
      assertThat(tally.bytesSent).isBetween(1000L * tally.started, (12L << 20) * tally.started);
      assertThat(tally.sent).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"SHARED, 1", "SHARED, 2", "NEW, 1", "NEW, 2"})
  void aSlowTargetDoesNotKeepAllConnectionsFromAnother(Connections who, int bound)
      throws Exception {
    policy = who;
    connections = bound;
    load = arrivals(200, 600);
    try (ScriptedServer slow =
            new ScriptedServer(connection -> {
              while (connection.request() != null) {
                pause(50);
                connection.answer(ok("x"));
              }
            });
        ScriptedServer quick = ScriptedServer.answering(ok("x"))) {
      run(slow.address(), quick.address());
      assertThat(quick.requests.get()).isGreaterThan(slow.requests.get() / 2);
      assertThat(slow.requests.get()).isPositive();
    }
  }

  @Test
  void aConnectionThatOpensAfterItsRequestTimedOutServesTheNext() throws Exception {
    policy = Connections.NEW;
    connections = 1;
    timeout = Duration.ofMillis(30);
    load = arrivals(10, 1000);
    wrapper = (socket, loop, wake) -> tally.opened == 0 ? new LateWire(socket, wake) : socket;
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server.address());
      assertThat(tally.count(Outcome.TIMEOUT)).isPositive();
      assertThat(tally.count(Outcome.OK)).isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void anIdleConnectionToOneTargetYieldsToAWaitingRequestOfAnother() throws Exception {
    connections = 1;
    load = arrivals(10, 200);
    try (ScriptedServer slow =
            new ScriptedServer(connection -> {
              while (connection.request() != null) {
                pause(300);
                connection.answer(ok("slow"));
              }
            });
        ScriptedServer other = ScriptedServer.answering(ok("x"))) {
      run(slow.address(), other.address());
      assertThat(tally.count(Outcome.OK)).isEqualTo(2);
    }
  }

  @Test
  void anAnswerBeforeTheRequestIsWrittenIsHeardThoughTheTargetCloses() throws Exception {
    body = new Body.Text(Template.literal("x".repeat(16 << 20)));
    load = arrivals(20, 1000);
    timeout = Duration.ofSeconds(5);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.socket.getInputStream().read(new byte[1024]);
          connection.answer(
              "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        })) {
      run(server.address());
      assertThat(tally.outcomes).containsOnlyKeys(Outcome.STATUS_REFUSED);
      assertThat(tally.sent).as("none was written to its end").isZero();
    }
  }

  @Test
  void aDefectInOneLoopEndsTheOthers() throws Exception {
    threads = 2;
    load = arrivals(100, 60_000);
    wrapper =
        (socket, loop, wake) -> {
          if (Thread.currentThread().getName().endsWith("1")) {
            throw new IllegalStateException("a defect");
          }
          return socket;
        };
    try (ScriptedServer server = ScriptedServer.answering(ok("x"));
        Engine engine = start(server.address())) {
      engine.await();
      assertThat(engine.failure()).get().hasToString("java.lang.IllegalStateException: a defect");
    }
  }

  @Test
  void noRequestEndsBeforeItsDispatch() throws Exception {
    load = arrivals(2000, 200);
    run(new InetSocketAddress("255.255.255.255", 80)); // refused by the system at once
    assertThat(tally.outcomes).containsOnlyKeys(Outcome.CONNECT_FAILED);
    assertThat(tally.ended).allMatch(e -> e.doneNs() >= e.dispatchedNs());
  }

  @Test
  void usersThatWakeTogetherAreEachDatedWhenTheySend() throws Exception {
    load = users(50, 250);
    waits = new Wait.Pace(Duration.ofMillis(100));
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server.address());
      long second = tally.ended.getFirst().intendedNs() + 100_000_000;
      assertThat(
              tally.ended.stream()
                  .filter(e -> e.intendedNs() == second)
                  .map(Tally.Ended::dispatchedNs))
          .hasSize(50)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aHostNameThatJavasUriDoesNotKnowIsStillTheHost() throws Exception {
    host = "my_service";
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server.address());
      assertThat(server.heads)
          .isNotEmpty()
          .allMatch(head -> head.contains("Host: my_service:" + server.port() + "\r\n"));
    }
  }

  @Test
  void aBodyFileThatCannotBeReadIsAMistakeInThePlan(@TempDir Path folder) {
    body = new Body.File(folder.resolve("gone.json"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(new InetSocketAddress("127.0.0.1", 9)))
        .withMessage("body file " + folder.resolve("gone.json") + " cannot be read: no such file");
    body = new Body.File(folder);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start(new InetSocketAddress("127.0.0.1", 9)))
        .withMessageStartingWith("body file " + folder + " cannot be read: ");
  }

  @Test
  void aGroupThatTookNoPartInTheMatchIsNothingFound() throws Exception {
    load = arrivals(10, 200);
    captures = List.of(new Capture("id", new Capture.Source.Regex(Pattern.compile("a(b)?"))));
    try (ScriptedServer server = ScriptedServer.answering(ok("a"))) {
      run(server.address());
      assertThat(tally.ended)
          .hasSize(2)
          .allMatch(e -> "capture id found nothing".equals(e.message()));
    }
  }

  @Test
  void aPatternTooDeepForABodyFailsTheCheckNotTheRun() throws Exception {
    load = arrivals(10, 200);
    checks = List.of(new Check.BodyMatches(Pattern.compile("(x|y)*z")));
    try (ScriptedServer server = ScriptedServer.answering(ok("x".repeat(1 << 20)))) {
      run(server.address());
      assertThat(tally.count(Outcome.CHECK_FAILED)).isEqualTo(2);
    }
  }

  @Test
  void aPatternThatTriesEveryWayIsGivenUp() throws Exception {
    load = arrivals(10, 200);
    checks = List.of(new Check.BodyMatches(Pattern.compile("(.*x){12}y")));
    try (ScriptedServer server = ScriptedServer.answering(ok("x".repeat(60)))) {
      run(server.address());
      assertThat(tally.count(Outcome.CHECK_FAILED)).isEqualTo(2);
      assertThat(tally.ended)
          .allMatch(e -> e.message().endsWith(" (given up: the pattern takes too long)"));
    }
  }

  @Test
  void theLoopSleepsWhileItDrainsThoughNotAllUsersWereStarted() throws Exception {
    load = users(2000, 1);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          connection.request();
          pause(500);
          connection.answer(ok("x"));
        })) {
      run(server.address());
      assertThat(tally.usersStarted).isLessThan(2000);
      assertThat(tally.turns).isLessThan(3000);
    }
  }

  /** A wire that says it is open 365 ms late: in between two arrivals. */
  private static final class LateWire implements Wire {
    private final Wire socket;
    private final CountDownLatch over = new CountDownLatch(1);

    LateWire(Wire socket, Runnable wake) {
      this.socket = socket;
      Thread.ofVirtual()
          .start(() -> {
            try {
              pause(365);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            over.countDown();
            wake.run();
          });
    }

    @Override
    public boolean open() throws IOException {
      return socket.open() && over.getCount() == 0;
    }

    @Override
    public int read(Block into) throws IOException {
      return socket.read(into);
    }

    @Override
    public int write(Block from, int offset, int length) throws IOException {
      return socket.write(from, offset, length);
    }

    @Override
    public boolean hasBuffered() {
      return socket.hasBuffered();
    }

    @Override
    public boolean wantsWrite() {
      return socket.wantsWrite();
    }

    @Override
    public long connectNs() {
      return socket.connectNs();
    }

    @Override
    public long tlsNs() {
      return socket.tlsNs();
    }

    @Override
    public void endOutput() throws IOException {
      socket.endOutput();
    }

    @Override
    public void resetOnClose() {
      socket.resetOnClose();
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
