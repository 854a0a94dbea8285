package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static dev.barrage.plan.Plans.get;
import static dev.barrage.plan.Plans.hold;
import static dev.barrage.plan.Plans.millis;
import static dev.barrage.plan.Plans.script;
import static dev.barrage.plan.Plans.seconds;
import static dev.barrage.plan.Plans.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When scripts run, wait and end, and what becomes of those that throw or do not return. */
@Timeout(60)
class ScriptCourseTest extends ScriptRuns {
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
            Thread.sleep(20);
            session.get("/").send();
            Thread.sleep(20);
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
