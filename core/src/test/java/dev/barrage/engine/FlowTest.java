package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static dev.barrage.plan.Plans.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Bounds;
import dev.barrage.plan.Plan;
import dev.barrage.plan.Plans;
import dev.barrage.plan.Rate;
import dev.barrage.plan.UserBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Steps that decide about others, against a real server: which requests it saw, exactly. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class FlowTest {
  private final Tally tally = new Tally();
  private Plans.Stage load = hold(1).lasting(millis(1));
  private Duration drain = seconds(5);
  private Bounds bounds = Bounds.DEFAULT.withAtOnce(1000, 1000).with(Bounds.Loops.of(1));
  private long endNs;

  private Plan plan(ScriptedServer server, UnaryOperator<UserBuilder> user) {
    return Plans.plan("flow")
        .target("http://127.0.0.1:" + server.port())
        .user("u", user)
        .load(load)
        .bounds(bounds.with(new Bounds.Timeouts(seconds(5), seconds(2), Optional.of(drain))))
        .build();
  }

  private Engine start(ScriptedServer server, UnaryOperator<UserBuilder> user) throws Exception {
    Plan plan = plan(server, user);
    Timing timing = Timing.of(plan, System.nanoTime() + 200_000_000);
    endNs = timing.endNs();
    List<Endpoint> endpoints = List.of(new Endpoint(server.address(), Endpoint.PLAIN));
    Engine engine = new Engine(plan, timing, endpoints, i -> tally);
    engine.start();
    return engine;
  }

  private void run(ScriptedServer server, UnaryOperator<UserBuilder> user) throws Exception {
    try (Engine engine = start(server, user)) {
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
    assertThat(tally.started).isEqualTo(tally.ended.size() + tally.unfinished);
    assertThat(tally.ended).allMatch(e -> e.afterwards() == (e.intendedNs() - endNs >= 0));
  }

  /** One iteration of one user: all its requests are intended within a millisecond of the last. */
  private List<String> oneIteration(ScriptedServer server, StepSource... steps) throws Exception {
    load = hold(1).lasting(seconds(20));
    try (Engine engine = start(server, u -> u.waits(pace(minutes(5))).task(1, steps))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(15))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> tally.iterationsCompleted > 0);
      engine.stop(Duration.ZERO);
      engine.await();
      assertThat(engine.failure()).isEmpty();
    }
    return paths(server);
  }

  private static List<String> paths(ScriptedServer server) {
    return server.heads.stream().map(head -> head.split(" ", 3)[1]).toList();
  }

  private static long count(ScriptedServer server, String path) {
    return paths(server).stream().filter(path::equals).count();
  }

  /** Answers by path. */
  private static ScriptedServer server(Function<String, String> answers) throws Exception {
    return new ScriptedServer(connection -> {
      for (String head; (head = connection.request()) != null; ) {
        connection.answer(answers.apply(head.split(" ", 3)[1]));
      }
    });
  }

  private static String status(int code) {
    return "HTTP/1.1 " + code + " x\r\nContent-Length: 0\r\n\r\n";
  }

  private static String json(String body) {
    return ok(body);
  }

  // Stop steps.

  @Test
  void everyUserRunsItsStopStepsOnceWhenTheRunEnds() throws Exception {
    load = hold(5).lasting(seconds(1));
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(
          server,
          u -> u.waits(constant(millis(20))).task(1, get("/work")).stop(get("/bye"), get("/out")));
      assertThat(count(server, "/bye")).isEqualTo(5);
      assertThat(count(server, "/out")).isEqualTo(5);
      assertThat(tally.ended.stream().filter(Tally.Ended::afterwards)).hasSize(10);
      assertThat(tally.usersStarted).isEqualTo(tally.usersEnded).isEqualTo(5);
    }
  }

  @Test
  void usersWhoThinkLeaveAtTheEndInsteadOfThinkingOn() throws Exception {
    load = hold(3).lasting(seconds(1));
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(
          server,
          u ->
              u.waits(constant(minutes(9)))
                  .task(1, get("/a"), pause(minutes(9)), get("/b"))
                  .stop(get("/bye")));
      assertThat(paths(server)).containsOnly("/a", "/bye").hasSize(6);
      assertThat(tally.iterationsCompleted).isZero();
    }
  }

  @Test
  void aUserTakenAwayInMidRunRunsItsStopStepsInTheWindow() throws Exception {
    load = Plans.stage("ramp from 4 to 1 users over 1s");
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server, u -> u.waits(constant(millis(10))).task(1, get("/work")).stop(get("/bye")));
      assertThat(count(server, "/bye")).isEqualTo(4);
      long late = tally.ended.stream().filter(Tally.Ended::afterwards).count();
      assertThat(late).as("one leaves at the end, one stays to it").isBetween(2L, 4L);
    }
  }

  @Test
  void pooledUsersOfTheOpenModelRunTheirStopStepsAtTheEnd() throws Exception {
    load = hold("50/s").lasting(seconds(1));
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(
          server,
          u ->
              u.task(1, get("/work/${user.id}"), pause(millis(100)), get("/more"))
                  .stop(get("/bye/${user.id}")));
      long users = paths(server).stream().filter(p -> p.startsWith("/work")).distinct().count();
      List<String> byes = paths(server).stream().filter(p -> p.startsWith("/bye")).toList();
      assertThat(users).isBetween(4L, 50L);
      assertThat(byes).hasSize((int) users).doesNotHaveDuplicates();
      assertThat(tally.ended.stream().filter(Tally.Ended::afterwards)).hasSize((int) users);
    }
  }

  @Test
  void usersWhoNeverGotThroughTheirStartHaveNothingToStop() throws Exception {
    load = hold(2).lasting(seconds(1));
    try (ScriptedServer server = server(path -> path.equals("/login") ? status(500) : ok("x"))) {
      run(
          server,
          u ->
              u.waits(constant(millis(20)))
                  .start(get("/login"))
                  .task(1, get("/work"))
                  .stop(get("/bye")));
      assertThat(paths(server)).containsOnly("/login");
    }
  }

  @Test
  void anInterruptedRunStartsNoStopSteps() throws Exception {
    load = hold(2).lasting(seconds(30));
    try (ScriptedServer server = ScriptedServer.answering(ok("x"));
        Engine engine =
            start(
                server,
                u -> u.waits(constant(millis(20))).task(1, get("/work")).stop(get("/bye")))) {
      Awaitility.await().until(() -> server.requests.get() > 5);
      engine.stop(seconds(1));
      engine.await();
      assertThat(count(server, "/bye")).isZero();
    }
  }

  @Test
  void usersWhoseScriptsEndedInTimeLeaveThoughTheLoopHearsOfItAfterTheEnd() throws Exception {
    load = hold(200).lasting(seconds(1));
    CountDownLatch asking = new CountDownLatch(200);
    tally.atFirstEnd =
        () -> {
          while (System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(1_000_000);
          }
        };
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(
          server,
          u ->
              u.waits(constant(minutes(9)))
                  .task(
                      1,
                      session -> {
                        session.get("/work").send();
                        asking.countDown();
                        asking.await();
                      })
                  .stop(get("/bye")));
      assertThat(count(server, "/bye")).isEqualTo(200);
    }
  }

  @Test
  void aUserThatAwaitsItsTurnWhenTheRunEndsLeavesOnceAndItsScriptIsNotRunAgain() throws Exception {
    load = hold(1).lasting(millis(500));
    bounds = bounds.with(Rate.perSecond(1));
    AtomicInteger scripts = new AtomicInteger();
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(
          server,
          u ->
              u.task(
                      1,
                      script(
                          "first",
                          session -> {
                            scripts.incrementAndGet();
                            session.get("/script").send();
                          }),
                      get("/declared"))
                  .stop(get("/bye")));
      assertThat(paths(server)).containsExactly("/script", "/bye");
      assertThat(scripts).hasValue(1);
      assertThat(tally.usersEnded).isEqualTo(1);
    }
  }

  @Test
  void stopStepsAreBoundedByTheDrain() throws Exception {
    load = hold(3).lasting(seconds(1));
    drain = millis(300);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          for (String head; (head = connection.request()) != null; ) {
            if (!head.contains("/bye")) {
              connection.answer(ok("x"));
            }
          }
        })) {
      run(
          server,
          u ->
              u.waits(constant(millis(20))).task(1, get("/work")).stop(get("/bye"), get("/never")));
      assertThat(tally.unfinished).isEqualTo(3);
      assertThat(count(server, "/never")).isZero();
    }
  }

  // Choices and loops.

  @Test
  void theLastStatusDecidesWhichBranchIsTaken() throws Exception {
    try (ScriptedServer server = server(path -> path.equals("/a") ? status(429) : ok("x"))) {
      assertThat(
              oneIteration(
                  server,
                  get("/a").continueOnFailure(),
                  when("status == 429", get("/limited")).otherwise(get("/fine")),
                  when("status >= 400", get("/wrong")).otherwise(get("/right")),
                  when("failed", get("/wrong"))))
          .containsExactly("/a", "/limited", "/right");
    }
  }

  @Test
  void aFailedStepThatGoesOnDoesNotEndItsIteration() throws Exception {
    try (ScriptedServer server = server(path -> path.equals("/a") ? status(500) : ok("x"))) {
      assertThat(
              oneIteration(
                  server,
                  get("/a").continueOnFailure(),
                  when("failed", get("/b")),
                  when("ok", get("/c"))))
          .containsExactly("/a", "/b", "/c");
      assertThat(tally.count(Outcome.STATUS_REFUSED)).isEqualTo(1);
    }
  }

  @Test
  void roundsAreCountedAndLoopsNest() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      List<String> seen =
          oneIteration(server, repeat(3, get("/o"), repeat(2, get("/i"))), repeat(1, get("/end")));
      assertThat(seen)
          .containsExactly("/o", "/i", "/i", "/o", "/i", "/i", "/o", "/i", "/i", "/end");
    }
  }

  @Test
  void pollsUntilTheAnswerSaysDone() throws Exception {
    AtomicInteger polls = new AtomicInteger();
    try (ScriptedServer server =
        server(path ->
            json("{\"state\":\"" + (polls.incrementAndGet() < 4 ? "busy" : "done") + "\"}"))) {
      assertThat(
              oneIteration(
                  server,
                  repeatUntil(
                      "${state} == done",
                      20,
                      pause(millis(5)),
                      get("/poll").capture("state", Plans.json("$.state")))))
          .hasSize(4);
    }
  }

  @Test
  void aLoopEndsAtItsBound() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(json("{\"state\":\"busy\"}"))) {
      assertThat(
              oneIteration(
                  server,
                  repeatUntil(
                      "${state} == done", 7, get("/poll").capture("state", Plans.json("$.state"))),
                  repeatWhile("${state} == busy", 2, get("/while")),
                  repeatWhile("${state} == done", 5, get("/never"))))
          .hasSize(9)
          .containsOnly("/poll", "/while");
    }
  }

  @Test
  void valuesSetAndCapturedAreComparedAsTextAndAsNumbers() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(json("{\"n\":7.5}"))) {
      assertThat(
              oneIteration(
                  server,
                  get("/${user.id}")
                      .capture("n", Plans.json("$.n"))
                      .capture("m", Plans.json("$.m"), "none"),
                  set("copy", "${n}-${m}"),
                  when("${n} > 7", get("/over")),
                  when("${n} > 8", get("/wrong")),
                  when("${m} == none", get("/default")),
                  when("${m} < 5", get("/wrong")),
                  when("${copy} != 7.5-none", get("/wrong")),
                  when("${copy} is set", get("/${copy}")),
                  set("copy", ""),
                  when("${copy} is not set", get("/unset")),
                  when("${user.id} == 0", get("/first")),
                  when("${iteration} < 1", get("/once"))))
          .containsExactly("/0", "/over", "/default", "/7.5-none", "/unset", "/first", "/once");
    }
  }

  @Test
  void iterationsThatSendNothingFollowEachOtherUntilTheRunEnds() throws Exception {
    load = hold(3).lasting(millis(300));
    try (ScriptedServer server = ScriptedServer.answering(ok(""))) {
      run(server, u -> u.task(1, when("status == 429", get("/wrong"))));
      assertThat(paths(server)).isEmpty();
      assertThat(tally.iterationsCompleted).isGreaterThan(3);
    }
  }

  @Test
  void aLoopThatSendsNothingDoesNotHoldUpOthers() throws Exception {
    load = hold(2).lasting(seconds(1));
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(
          server,
          u ->
              u.waits(constant(millis(10)))
                  .task(
                      1,
                      get("/work"),
                      when(
                          "${user.id} == 0",
                          repeat(1_000_000, repeat(1_000_000, set("x", "y"))),
                          get("/never"))));
      assertThat(count(server, "/work")).isGreaterThan(5);
      assertThat(count(server, "/never")).isZero();
    }
  }

  // Groups.

  @Test
  void aGroupLastsFromItsFirstIntendedTimeToItsLastByte() throws Exception {
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      oneIteration(
          server,
          group(
              "all",
              pause(millis(30)),
              get("/a"),
              pause(millis(40)),
              get("/b"),
              pause(millis(30))));
      assertThat(tally.groups).hasSize(1);
      Tally.EndedGroup group = tally.groups.getFirst();
      Tally.Ended first = tally.ended.getFirst();
      Tally.Ended last = tally.ended.getLast();
      assertThat(group.latencyNs()).isEqualTo(last.doneNs() - first.intendedNs());
      assertThat(group.pausedNs()).isEqualTo(40_000_000);
      assertThat(group.ok()).isTrue();
    }
  }

  @Test
  void groupsNestAndFailWithTheirSteps() throws Exception {
    try (ScriptedServer server = server(path -> path.equals("/b") ? status(500) : ok("x"))) {
      oneIteration(
          server,
          group("outer", group("good", get("/a")), group("bad", get("/b").continueOnFailure())),
          group("after", get("/c")),
          when("failed", group("skipped", get("/d"))));
      assertThat(tally.groups)
          .extracting(Tally.EndedGroup::group, Tally.EndedGroup::ok)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(1, true),
              org.assertj.core.groups.Tuple.tuple(2, false),
              org.assertj.core.groups.Tuple.tuple(0, false),
              org.assertj.core.groups.Tuple.tuple(3, true));
      assertThat(tally.groupsStarted).isEqualTo(4);
    }
  }

  @Test
  void aFailureThatEndsTheIterationEndsItsGroups() throws Exception {
    load = hold("20/s").lasting(seconds(1));
    try (ScriptedServer server = server(path -> path.equals("/b") ? status(500) : ok("x"))) {
      run(server, u -> u.task(1, group("outer", get("/a"), group("inner", get("/b")), get("/c"))));
      assertThat(tally.groups).hasSize(40).noneMatch(Tally.EndedGroup::ok);
      assertThat(count(server, "/c")).isZero();
      assertThat(tally.iterationsCompleted).isZero();
    }
  }
}
