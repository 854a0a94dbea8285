package dev.barrage.engine;

import static dev.barrage.engine.ScriptedServer.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barrage.plan.Load;
import dev.barrage.plan.Rate;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a generator does that has come late, all of whose arrivals are due at once. */
@Timeout(60)
class ArrearsTest extends EngineRuns {
  @Test
  void arrivalsOfALateGeneratorShareTheConnectionsOfAFastTarget() throws Exception {
    load = arrivals(2000, 4000);
    late = Duration.ofSeconds(4);
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(tally.count(Outcome.OK)).isEqualTo(8000);
      assertThat(tally.opened).as("connections opened for 8000 at once").isLessThan(1000);
      assertThat(tally.ended).allMatch(ended -> ended.dispatchedNs() > ended.intendedNs());
    }
  }

  @Test
  void aSlowTargetGetsAsManyAtOnceFromALateGeneratorAsFromAPunctualOne() throws Exception {
    load = arrivals(1000, 1000);
    late = Duration.ofSeconds(1);
    try (ScriptedServer server = answeringAfter(300)) {
      run(server);
      assertThat(tally.count(Outcome.OK)).isEqualTo(1000);
      assertThat(server.mostInHand.get()).as("λW").isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void iterationsOfManyRequestsAreAsManyAtOnceAsFromAPunctualGenerator() throws Exception {
    steps = Collections.nCopies(10, request);
    load = arrivals(600, 2000);
    late = Duration.ofMillis(200);
    try (ScriptedServer server = answeringAfter(100)) {
      run(server);
      assertThat(server.mostInHand.get()).as("λ times the ten").isGreaterThanOrEqualTo(500);
    }
  }

  @Test
  void aTargetThatStandsStillAfterASpikeGetsWhatIsDueThen() throws Exception {
    load =
        new Load.Open(
            List.of(
                new Load.ArrivalStage.Hold(
                    Rate.perSecond(1000), Duration.ofMillis(500), Load.Arrivals.CONSTANT),
                new Load.ArrivalStage.Hold(
                    Rate.perSecond(20), Duration.ofSeconds(1), Load.Arrivals.CONSTANT)));
    late = Duration.ofMillis(600);
    bounds = bounds(10_000, Duration.ofSeconds(20), Duration.ofSeconds(20));
    CountDownLatch all = new CountDownLatch(520);
    try (ScriptedServer server =
        new ScriptedServer(connection -> {
          while (connection.request() != null) {
            all.countDown();
            all.await();
            connection.answer(ok("x"));
          }
        })) {
      run(server);
      assertThat(tally.count(Outcome.OK)).as("answered once all are there").isEqualTo(520);
    }
  }

  @Test
  void aLateGeneratorDoesNotMakeUpForTheWarmUp() throws Exception {
    warmup = Duration.ofSeconds(4);
    load = arrivals(2000, 100);
    late = warmup;
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(tally.clipped).isGreaterThan(7000);
      assertThat(tally.clipped + tally.started).isEqualTo(8200);
      assertThat(tally.started).as("all that is measured").isGreaterThanOrEqualTo(200);
    }
  }

  @Test
  void aFewThatAreLateInTheWarmUpAreSent() throws Exception {
    warmup = Duration.ofSeconds(2);
    load = arrivals(20, 100);
    late = warmup;
    try (ScriptedServer server = ScriptedServer.answering(ok("x"))) {
      run(server);
      assertThat(tally.started).isEqualTo(42);
    }
  }

  private static ScriptedServer answeringAfter(int ms) throws IOException {
    return new ScriptedServer(connection -> {
      while (connection.request() != null) {
        new CountDownLatch(1).await(ms, TimeUnit.MILLISECONDS);
        connection.answer(ok("x"));
      }
    });
  }
}
