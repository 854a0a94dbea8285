package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static dev.barrage.plan.Plans.bodyContains;
import static dev.barrage.plan.Plans.get;
import static dev.barrage.plan.Plans.hold;
import static dev.barrage.plan.Plans.json;
import static dev.barrage.plan.Plans.millis;
import static dev.barrage.plan.Plans.pause;
import static dev.barrage.plan.Plans.plan;
import static dev.barrage.plan.Plans.post;
import static dev.barrage.plan.Plans.script;
import static dev.barrage.plan.Plans.seconds;
import static dev.barrage.plan.Plans.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Bounds;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Plans.Stage;
import dev.barrage.plan.Script;
import dev.barrage.plan.UserBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScriptsTest {
  private final Tally tally = new Tally();
  private final Queue<Object> seen = new ConcurrentLinkedQueue<>();

  /** Runs end when this holds, and at the latest with their load. */
  private volatile BooleanSupplier enough = () -> false;

  private Stage load = hold(1).lasting(seconds(30));
  private Duration timeout = Duration.ofSeconds(5);
  private Duration drain = Duration.ofSeconds(5);
  private Requests requests = new Requests(List.of(), List.of());

  private void run(ScriptedServer server, UnaryOperator<UserBuilder> user) throws Exception {
    Plan plan =
        plan("test")
            .target("http://127.0.0.1:" + server.port())
            .variable("tenant", "blue")
            .user("user", user)
            .load(load)
            .bounds(
                new Bounds(
                    10_000,
                    10_000,
                    OptionalInt.of(1),
                    timeout,
                    Duration.ofSeconds(2),
                    Optional.of(drain),
                    64 << 10,
                    1 << 20))
            .build();
    requests = Requests.of(plan);
    Timing timing = Timing.of(plan, System.nanoTime() + 5_000_000);
    List<Endpoint> endpoints = List.of(new Endpoint(server.address(), Endpoint.PLAIN));
    try (Engine engine = new Engine(plan, requests, timing, endpoints, i -> tally)) {
      engine.start();
      long endNs = System.nanoTime() + Timing.of(plan, 0).endNs();
      while (!enough.getAsBoolean() && System.nanoTime() < endNs) {
        LockSupport.parkNanos(2_000_000);
      }
      engine.stop(drain);
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
    assertThat(tally.started)
        .as("started = ended + unfinished")
        .isEqualTo(tally.ended.size() + tally.unfinished);
  }

  /** Runs a script in every iteration of one user. */
  private void repeat(ScriptedServer server, Script script) throws Exception {
    run(server, user -> user.task(1, script));
  }

  /** Runs a script once: what it throws ends it. */
  private void once(ScriptedServer server, Script script) throws Exception {
    AtomicInteger runs = new AtomicInteger();
    enough = () -> runs.get() > 1;
    repeat(
        server,
        session -> {
          if (runs.getAndIncrement() == 0) {
            script.run(session);
          } else {
            session.sleep(Duration.ofMinutes(1));
          }
        });
  }

  @Test
  void sendsWhatTheScriptSays() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      once(
          server,
          session ->
              session
                  .post("/items/{}?q={}", "a b/c", 7)
                  .header("X-Mine", "yes")
                  .header("Accept", "text/plain")
                  .json(Map.of("message", "hi"))
                  .expect(status(200)));
      assertThat(server.heads)
          .containsExactly(
              """
              POST /items/a%20b%2Fc?q=7 HTTP/1.1\r
              Host: 127.0.0.1:PORT\r
              User-Agent: barrage/0.1\r
              Content-Type: application/json\r
              X-Mine: yes\r
              Accept: text/plain\r
              Content-Length: 16\r
              \r
              {"message":"hi"}\
              """
                  .replace("PORT", "" + server.port()));
      assertThat(requests.names()).containsExactly("POST /items/{}?q={}");
      assertThat(tally.count(Outcome.OK)).isEqualTo(1);
    }
  }

  @Test
  void sendsFormsTextAndNothing() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      once(
          server,
          session -> {
            session.post("/").form(Map.of("a b", "1&2")).send();
            session.put("/").text("ä").send();
            session.post("/").send();
            session.delete("/").send();
          });
      assertThat(server.heads.stream().map(h -> h.substring(h.indexOf("Accept"))))
          .containsExactly(
              "Accept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                  + "Content-Length: 9\r\n\r\na+b=1%262",
              "Accept: */*\r\nContent-Length: 2\r\n\r\n\u00c3\u00a4",
              "Accept: */*\r\nContent-Length: 0\r\n\r\n",
              "Accept: */*\r\n\r\n");
    }
  }

  @Test
  void readsTheResponse() throws Exception {
    String answer =
        "HTTP/1.1 201 Created\r\n"
            + "X-One: 1\r\n"
            + "Content-Length: 28\r\n\r\n"
            + "{\"id\":7,\"items\":[\"a\",\"b\"]}\r\n";
    try (ScriptedServer server = ScriptedServer.answering(answer)) {
      once(
          server,
          session -> {
            Script.Response r = session.get("/").expect(status(201), bodyContains("items"));
            seen.add(r.status());
            seen.add(r.header("x-one").orElse("-"));
            seen.add(r.header("x-two").isPresent());
            seen.add(r.json("$.id"));
            seen.add(r.json("$.items[-1]"));
            seen.add(r.json().size());
            seen.add(r.text().length());
            seen.add(r.isOk());
            seen.add(!r.latency().minus(r.serviceTime()).isNegative());
          });
      assertThat(seen).containsExactly(201, "1", false, "7", "b", 2, 28, true, true);
    }
  }

  @Test
  void endsTheIterationWhereACheckFails() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      once(
          server,
          session -> {
            session.get("/").expect(bodyContains("bye"));
            seen.add("went on");
          });
      assertThat(seen).isEmpty();
      assertThat(tally.ended.getFirst().outcome()).isEqualTo(Outcome.CHECK_FAILED);
      assertThat(tally.ended.getFirst().message()).isEqualTo("body does not contain bye");
      assertThat(tally.thrownByScripts).isEmpty();
    }
  }

  @Test
  void endsTheIterationWhereAQueryFindsNothing() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("{}"))) {
      once(server, session -> seen.add(session.get("/").send().json("$.token")));
      assertThat(seen).isEmpty();
      assertThat(tally.ended.getFirst().message()).isEqualTo("json $.token found nothing");
    }
  }

  @Test
  void countsAResponseAsTheScriptSaysAfterALookAtIt() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("hello"))) {
      once(
          server,
          session -> {
            session.get("/bad").send().fail("too friendly");
            session.get("/good").send();
          });
      assertThat(tally.ended.stream().map(Tally.Ended::outcome))
          .containsExactly(Outcome.CHECK_FAILED, Outcome.OK);
      assertThat(tally.ended.getFirst().message()).isEqualTo("too friendly");
    }
    assertThat(tally.iterationsCompleted).isZero();
  }

  @Test
  void countsRefusalsAsFailuresUnlessTheScriptSaysOtherwise() throws Exception {
    String refusing = "HTTP/1.1 429 Slow down\r\nContent-Length: 4\r\n\r\nslow";
    try (ScriptedServer server = ScriptedServer.answering(refusing)) {
      once(
          server,
          session -> {
            seen.add(session.get("/a").send().failure());
            session.get("/b").send().ok();
            session.get("/c").expect(status(200, 429));
          });
      assertThat(seen).containsExactly("status 429");
      assertThat(tally.ended.stream().map(Tally.Ended::outcome))
          .containsExactly(Outcome.STATUS_REFUSED, Outcome.OK, Outcome.OK);
    }
  }

  @Test
  void tellsTheScriptOfTimeoutsAndBrokenConnections() throws Exception {
    ScriptedServer.Script silentThenGone =
        connection -> {
          String head = connection.request();
          if (head != null && head.startsWith("GET /silent")) {
            connection.request();
          }
        };
    try (ScriptedServer server = new ScriptedServer(silentThenGone)) {
      once(
          server,
          session -> {
            Script.Response silent = session.get("/silent").timeout(millis(50)).send();
            seen.add(silent.status() + " " + silent.failure());
            seen.add(session.get("/gone").send().ok().isOk());
          });
      assertThat(seen).containsExactly("0 no complete response in time", false);
      assertThat(tally.ended.stream().map(Tally.Ended::outcome))
          .containsExactly(Outcome.TIMEOUT, Outcome.RESET);
    }
  }

  @Test
  void survivesAScriptThatThrows() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    enough = () -> runs.get() > 5;
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      repeat(
          server,
          session -> {
            session.get("/").send();
            if (runs.getAndIncrement() == 1) {
              throw new IllegalStateException("no such item");
            }
          });
      assertThat(tally.thrownByScripts)
          .singleElement()
          .hasToString("java.lang.IllegalStateException: no such item");
      assertThat(runs.get()).isGreaterThan(2);
      assertThat(tally.iterationsCompleted).isGreaterThan(0).isLessThan(tally.iterations);
      assertThat(tally.count(Outcome.OK)).isEqualTo(tally.started);
    }
  }

  @Test
  void survivesErrorsTooAndDoesNotBeginAgainAtOnce() throws Exception {
    load = hold(1).lasting(millis(500));
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      repeat(
          server,
          session -> {
            throw new StackOverflowError();
          });
      assertThat(tally.thrownByScripts).hasSizeBetween(1, 6);
    }
  }

  @Test
  void refusesARequestThatIsNeverSent() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      once(server, session -> session.get("/forgotten"));
      assertThat(tally.thrownByScripts)
          .singleElement()
          .asString()
          .contains("get(\"/forgotten\") was not sent; end it with send() or expect(…)");
    }
  }

  @Test
  void sharesVariablesWithDeclaredSteps() throws Exception {
    enough = () -> seen.size() == 4;
    try (ScriptedServer server = ScriptedServer.answering(ok("{\"token\":\"t 1\"}"))) {
      run(
          server,
          user ->
              user.start(
                      get("/login").capture("token", json("$.token")),
                      script(
                              "look",
                              session -> {
                                seen.add(session.variable("token"));
                                seen.add(session.variable("tenant"));
                                seen.add(session.variable("user.name"));
                                session.variable("order", "o/9");
                                session.variable("mine", "x");
                              })
                          .sets("order"))
                  .task(
                      1,
                      post("/orders/${order}"),
                      script("again", session -> seen.add(session.variable("mine"))),
                      pause(Duration.ofMinutes(1))));
      assertThat(seen).containsExactly("t 1", "blue", "user", "x");
      assertThat(server.heads).last().asString().startsWith("POST /orders/o%2F9 ");
    }
  }

  @Test
  void sendsWhatThePlanAddsToAllRequestsOfTheUser() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nSet-Cookie: id=7; Path=/api\r\nContent-Length: 0\r\n\r\n";
    try (ScriptedServer server = ScriptedServer.answering(answer)) {
      run(
          server,
          user ->
              user.cookies(true)
                  .header("X-Team", "blue")
                  .task(
                      1,
                      session -> {
                        session.get("/api/a").send();
                        session.get("/api/{}", "b").header("X-Team", "red").send();
                        session.get("/other").send();
                        enough = () -> true;
                        session.sleep(Duration.ofMinutes(1));
                      }));
      assertThat(
              server.heads.stream()
                  .map(head -> head.replaceAll("(?s)\r\n(Host|User|Acc)[^\r]*", "")))
          .containsExactly(
              "GET /api/a HTTP/1.1\r\nX-Team: blue\r\n\r\n",
              "GET /api/b HTTP/1.1\r\nCookie: id=7\r\nX-Team: red\r\n\r\n",
              "GET /other HTTP/1.1\r\nX-Team: blue\r\n\r\n");
    }
  }

  @Test
  void sleepsByTheLoopsClock() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      once(
          server,
          session -> {
            session.get("/").send();
            session.sleep(millis(50));
            session.get("/").send();
          });
      Tally.Ended first = tally.ended.getFirst();
      Tally.Ended second = tally.ended.getLast();
      assertThat(second.intendedNs() - first.doneNs()).isBetween(50_000_000L, 10_000_000_000L);
      assertThat(second.dispatchedNs()).isGreaterThanOrEqualTo(second.intendedNs());
    }
  }

  @Test
  void intendsTheFirstRequestWithItsArrivalAndLaterOnesWhenAsked() throws Exception {
    load = hold("1/m").lasting(seconds(30));
    enough = () -> !seen.isEmpty();
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      repeat(
          server,
          session -> {
            LockSupport.parkNanos(20_000_000);
            session.get("/").send();
            LockSupport.parkNanos(20_000_000);
            session.get("/").send();
            seen.add("done");
          });
      Tally.Ended first = tally.ended.getFirst();
      Tally.Ended second = tally.ended.getLast();
      assertThat(first.dispatchedNs() - first.intendedNs())
          .as("what the script does before is lateness")
          .isGreaterThanOrEqualTo(20_000_000);
      assertThat(second.intendedNs() - first.doneNs())
          .as("what it does between is think time")
          .isGreaterThanOrEqualTo(20_000_000);
    }
  }

  @Test
  void endsScriptsWithTheRun() throws Exception {
    CountDownLatch unwound = new CountDownLatch(1);
    load = hold(1).lasting(millis(500));
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      repeat(
          server,
          session -> {
            try {
              while (true) {
                session.get("/").send();
              }
            } catch (Exception e) {
              seen.add(e);
            } finally {
              unwound.countDown();
            }
          });
      assertThat(unwound.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(seen).as("an end is nothing to be caught").isEmpty();
      assertThat(tally.count(Outcome.OK)).isEqualTo(tally.started).isPositive();
      assertThat(tally.iterationsCompleted).isZero();
      assertThat(tally.thrownByScripts).isEmpty();
    }
  }

  @Test
  void interruptsAScriptThatDoesNotReturn() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    enough = () -> !seen.isEmpty();
    drain = millis(100);
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      repeat(
          server,
          session -> {
            session.get("/").send();
            seen.add("waits");
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.countDown();
            }
          });
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(tally.thrownByScripts).singleElement().asString().contains(Scripts.CUT);
      assertThat(tally.count(Outcome.OK)).isEqualTo(1);
    }
  }

  @Test
  void runsManyUsersAtOnce() throws Exception {
    load = hold(1000).lasting(seconds(30));
    try (ScriptedServer server = ScriptedServer.answering(ok("{}"))) {
      enough = () -> server.requests.get() > 5000;
      repeat(
          server,
          session ->
              session.post("/echo").json(Map.of("user", session.userId())).expect(status(200)));
      assertThat(tally.usersStarted).isEqualTo(1000);
      assertThat(tally.count(Outcome.OK)).isEqualTo(tally.started).isGreaterThan(1000);
      assertThat(server.requests.get()).isEqualTo(tally.sent);
    }
  }

  @Test
  void goesOnWhileAScriptKeepsItsThreadBusy() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      enough = () -> server.requests.get() > 3;
      run(
          server,
          user ->
              user.task(
                  1,
                  get("/"),
                  script(
                      "busy",
                      session -> {
                        long endNs = System.nanoTime() + 20_000_000;
                        while (System.nanoTime() < endNs) {
                          Thread.onSpinWait();
                        }
                      })));
      assertThat(tally.count(Outcome.OK)).isGreaterThan(1);
      assertThat(tally.iterationsCompleted).isPositive();
    }
  }

  @Test
  void boundsTheNamesThatScriptsMake() throws Exception {
    AtomicInteger n = new AtomicInteger();
    enough = () -> n.get() > 2 * Requests.SCRIPTED;
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      repeat(server, session -> session.get("/item/" + n.getAndIncrement()).send());
      assertThat(requests.names())
          .hasSize(Requests.SCRIPTED + 1)
          .last()
          .isEqualTo(Requests.FURTHER);
    }
  }

  @Test
  void refusesUseFromAnotherThread() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      once(
          server,
          session -> {
            Thread other =
                Thread.startVirtualThread(() -> {
                  try {
                    session.get("/").send();
                  } catch (IllegalStateException e) {
                    seen.add(String.valueOf(e.getMessage()));
                  }
                });
            other.join();
          });
      assertThat(seen)
          .containsExactly(
              "a session belongs to the thread that runs the script; use it there only");
      assertThat(tally.started).isZero();
    }
  }
}
